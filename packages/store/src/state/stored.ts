import type {
  BookSpec,
  Box,
  CastOf,
  CertificateFacts,
  ContinuedStory,
  EditionWords,
  ErrorCode,
  Estimate,
  LeftOutPicture,
  Method,
  PanelSpec,
  PictureFacts,
  PixelSize,
  RenderSpec,
  SentPicture,
  StorySpec,
  WarningCode,
  WordRoom,
} from '@nextpanel/core';
import { packFollowed, packPictures, type StoredPictures, unpackFollowed, unpackPictures } from './stored-pictures.ts';

/** The frame of a panel as stored in `kept`, `takes` and `selected`. */
export interface StoredFrame extends PictureFacts {
  readonly sha256: string;
  /** The size that was ordered, where the frame has another one. */
  readonly ordered?: PixelSize;
  readonly source: FrameSource;
  /** SHA-256 of the anchor and the batch's reference frame that went along; null for one that did not. Absent: made by hand. */
  readonly from?: { readonly anchor: string | null; readonly reference: string | null };
  /** Of a picture that counts as refused: what its request asked for. No record need hold it. */
  readonly asked?: AskedFor;
  /** Who is in the picture, and where, as it was ordered. Absent: nobody, made by hand, or of an earlier release. */
  readonly cast?: PanelSpec['characters'];
  /** Milliseconds since the epoch. */
  readonly at?: number;
  /** Its bytes were removed to make room; of takes that are not selected only. */
  readonly removed?: true;
  /** The pictures that went along, in the order they were sent, and those that did not; absent: made by hand, or by an older release. */
  readonly references?: readonly SentPicture[];
  readonly leftOut?: readonly LeftOutPicture[];
  /** Of a take that changes part of another one. `drawn`: SHA-256 of the picture as it came, before its area was pasted. */
  readonly retouch?: Retouching & { readonly drawn?: string };
}

/** What part of a frame a retouch changes, and how. */
export interface Retouching {
  readonly instruction: string;
  /** SHA-256 of the frame that is changed. */
  readonly base: string;
  /** The area that may change, or what its mask leaves open; absent: the whole picture. */
  readonly box?: Box;
  /** SHA-256 of the mask: transparent where the picture may change. */
  readonly mask?: string;
}

/** A retouch that was asked for and is not drawn yet, with the pictures it needs. */
export interface AskedRetouch {
  readonly instruction: string;
  readonly base: StoredReference;
  /** Number of the take that is changed; null for a frame whose batch is not committed. */
  readonly take: number | null;
  readonly box?: Box;
  readonly mask?: StoredReference;
  /** What the base was drawn from, and who is in it: the new take follows from the same. */
  readonly from?: StoredFrame['from'];
  readonly cast?: PanelSpec['characters'];
}

/** What a request asked for and what it cost, as in its record. */
export interface AskedFor {
  readonly provider: string;
  readonly model: string;
  readonly prompt: string;
  /** SHA-256 of the pictures that went along, in the order they were sent. */
  readonly references: readonly string[];
  readonly costMicroUsd: number;
}

/** What yielded a frame: a request, with the key it can be recalled by, or a picture that a user uploaded. */
export type FrameSource =
  | { readonly kind: 'request'; readonly request: string | null; readonly key: string }
  | { readonly kind: 'upload'; readonly asset: string };

/** A frame as the first release stored it: `key` held the request's key, or the id of the uploaded asset. */
type FirstFrame = Omit<StoredFrame, 'source'> & { readonly key: string };

/** Reads a stored frame, as this release or the first one wrote it; `pictures` are those it names. */
export function readFrame(json: string, pictures: StoredPictures): StoredFrame {
  const frame = JSON.parse(json) as StoredFrame | FirstFrame;
  if (!('source' in frame)) return fromFirstFrame(frame);
  const { references, leftOut, from: stored } = frame;
  const from = stored && unpackFollowed(stored, pictures);
  if (references === undefined && leftOut === undefined && from === stored) return frame;
  return {
    ...frame,
    ...(from && { from }),
    ...(references && { references: unpackPictures(references, pictures) }),
    ...(leftOut && { leftOut: unpackPictures(leftOut, pictures) }),
  };
}

/** The same; null where none is stored. */
export const frameOrNull = (json: string | null | undefined, pictures: StoredPictures): StoredFrame | null =>
  json ? readFrame(json, pictures) : null;

/** A frame as it is stored. The pictures it names go into `entries`. */
export function packFrame({ references, leftOut, from, ...frame }: StoredFrame, entries: Map<string, string>): string {
  return JSON.stringify({
    ...frame,
    from: from && packFollowed(from, entries),
    references: references && packPictures(references, entries),
    leftOut: leftOut && packPictures(leftOut, entries),
  });
}

/** The frame in today's form; also of those in records, which outlive every release. */
export function fromFirstFrame({ key, ...frame }: FirstFrame): StoredFrame {
  // Only drawn frames say which frames went along.
  const drawn = frame.from !== undefined;
  return { ...frame, source: drawn ? { kind: 'request', request: null, key } : { kind: 'upload', asset: key } };
}

/** A character with the artifacts its references were resolved to at submit. */
export type StoredCharacter = CastOf<StoredReference>['characters'][number];

export interface StoredReference extends PictureFacts {
  readonly sha256: string;
}

/** The StorySpec without its panels, defaults filled in: what a turn needs to draw any batch. */
export interface StoredSpec
  extends Omit<StorySpec, 'panels' | keyof CastOf<unknown> | 'render' | 'book'>,
    CastOf<StoredReference> {
  readonly render: Omit<RenderSpec, 'model' | 'method'> & { readonly model: string; readonly method: Method };
  readonly book: BookSpec;
  readonly estimate: Estimate;
  /** The recipe its requests are composed by, see `findRecipe`; absent in stories of the first release. */
  readonly recipe?: number;
  /** Some panel names a frame of another panel; absent: none does, so changes of the chain need not look. */
  readonly namesFrames?: true;
  /** The picture that the story names as its cover; `book.cover.asset` is its id. */
  readonly coverPicture?: StoredReference;
  /** What the first batch continues from, of a next chapter: copied at submit, whatever becomes of the earlier story. */
  readonly continued?: ContinuedStory<StoredReference>;
  /**
   * Frames that were drawn, and requests that were made, before the description or pictures of something of the cast were changed: by its
   * name as a plate, and by a hash of what it was drawn by then. The first 16 digits of their SHA-256 or id.
   */
  readonly earlierLooks?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** What the user should know, found at submit. */
  readonly warnings: readonly { readonly code: string; readonly detail: string }[];
}

/** A panel as stored. */
export interface StoredPanelSpec extends PanelSpec {
  /** Room for its words as it was submitted or inserted; absent: few words, or stored by an earlier release. */
  readonly wordRoom?: WordRoom;
  /** Highest number given to a generated id of a text, see `keepTextIds`; absent: its texts were never edited. */
  readonly textIds?: number;
  /** SHA-256 of the frame in which a text's mouth was placed, by the text's id; missing for mouths given with the story: its first frame. */
  readonly mouthFrames?: Readonly<Record<string, string>>;
  /** Who stands where in a frame after all, by its SHA-256: what a user said of the picture once it was drawn. */
  readonly castFrames?: Readonly<Record<string, PanelSpec['characters']>>;
}

/** An edition in another language, with what to know about its words. */
export interface StoredEdition extends EditionWords {
  readonly warnings: StoredSpec['warnings'];
}

export interface StoredSheet {
  /** SHA-256 over everything the sheet was composed from: the same inputs need no new sheet. */
  readonly inputs: string;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  /** Pixels per inch of its page; missing for one without a page size. */
  readonly dpi?: number;
  /** Ids of its panels. */
  readonly panels: readonly string[];
  /** Its lettering, a `SheetLettering` as JSON; absent: composed by an earlier release. */
  readonly lettering?: {
    readonly sha256: string;
    /** SHA-256 over everything it was computed from: the same inputs are not lettered again, so no balloon moves. */
    readonly inputs: string;
  };
  /** SHA-256 of the page as books have it, by its encoding: of sheets whose books need it, and that are in the story's own pages. */
  readonly encoded?: Readonly<Partial<Record<'jpeg' | 'webp', string>>>;
  /** With what its pictures are signed; absent: they are not. */
  readonly signature?: CertificateFacts;
  readonly warnings: readonly { readonly panel: number | null; readonly code: WarningCode; readonly detail: string }[];
}

export interface StoredBook {
  readonly sha256: string;
  readonly bytes: number;
  readonly pages: number;
  /** Of what bound it; absent: a release that did not say. */
  readonly version?: number;
  /** What to know of pages of its own; those of the story's pages stand at its sheets. */
  readonly warnings?: StoredSheet['warnings'];
  /** With what the pictures of its pages are signed; absent: they are not. */
  readonly signature?: CertificateFacts;
}

/** What is known of a wait beside its code. Nothing is written again while these facts stay the same. */
export interface WaitingFacts {
  /** When it will be over at the latest, by Redis' clock, in milliseconds since the epoch. */
  readonly until?: number;
  /** Why, such as the vendor's own words. */
  readonly detail?: string;
  /** How far the vendor is. */
  readonly progress?: { readonly total: number; readonly completed: number; readonly failed: number };
}

export interface StoredFailure {
  readonly code: ErrorCode;
  readonly detail: string;
  /** What asking again with the same words would probably cost, where that may help. */
  readonly againUsd?: number;
}
