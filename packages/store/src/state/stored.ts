import type { BookSpec, CharacterSpec, Estimate, Method, PictureFacts, RenderSpec, StorySpec } from '@nextpanel/core';

/** The frame of a panel as stored in `kept`, `takes` and `selected`. */
export interface StoredFrame extends PictureFacts {
  readonly sha256: string;
  /** Key of the request that yielded it; of one made by hand, the id of the asset. */
  readonly key: string;
  /** SHA-256 of the anchor and the batch's reference frame that went along; null for one that did not. Absent: made by hand. */
  readonly from?: { readonly anchor: string | null; readonly reference: string | null };
  /** Milliseconds since the epoch. */
  readonly at?: number;
}

/** A character with the artifacts its references were resolved to at submit. */
export interface StoredCharacter extends Omit<CharacterSpec, 'references'> {
  readonly references: readonly StoredReference[];
}

export interface StoredReference extends PictureFacts {
  readonly sha256: string;
}

/** The StorySpec without its panels, defaults filled in: what a pick-up needs to draw any batch. */
export interface StoredSpec extends Omit<StorySpec, 'panels' | 'characters' | 'render' | 'book'> {
  readonly characters: readonly StoredCharacter[];
  readonly render: Omit<RenderSpec, 'model' | 'method'> & { readonly model: string; readonly method: Method };
  readonly book: BookSpec;
  readonly estimate: Estimate;
  /** What the user should know, found at submit. */
  readonly warnings: readonly { readonly code: string; readonly detail: string }[];
}

export interface StoredSheet {
  /** SHA-256 over everything the sheet was composed from: the same inputs need no new sheet. */
  readonly inputs: string;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  /** Ids of its panels. */
  readonly panels: readonly string[];
  readonly warnings: readonly { readonly panel: number | null; readonly code: string; readonly detail: string }[];
}

export interface StoredBook {
  readonly sha256: string;
  readonly bytes: number;
  readonly pages: number;
}

export interface StoredFailure {
  readonly code: string;
  readonly detail: string;
}
