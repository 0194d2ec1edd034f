import type { ReferenceRole } from './order-references.ts';

export const pictureRoles = [
  'character',
  'tile',
  'location',
  'prop',
  'style',
  'panel',
  'anchor',
  'last-frame',
  'base',
] as const;
export type PictureRole = (typeof pictureRoles)[number];

/** A picture that went along with a request, as it is stored and shown. */
export interface SentPicture {
  /** `base`: the frame that a retouch changes. */
  readonly role: PictureRole;
  /** What it shows: a character, `character/outfit`, location, prop or panel; those of a tile with " + " between them; null for the style. */
  readonly id: string | null;
  readonly sha256: string;
  readonly reason: string;
  /** The pictures that a tile is made of, from left to right. */
  readonly cells?: readonly { readonly id: string; readonly sha256: string }[];
}

/** One that did not; `sha256` is null where there is none. */
export interface LeftOutPicture extends Omit<SentPicture, 'sha256' | 'cells'> {
  readonly sha256: string | null;
}

/** What the pictures that went along show, one by one: those of a tile each. The style is called "style". */
export const shownBy = (references: readonly SentPicture[] = []): { readonly id: string; readonly sha256: string }[] =>
  references.flatMap(({ role, id, sha256, cells }) =>
    cells ? [...cells] : role === 'style' ? [{ id: 'style', sha256 }] : id === null ? [] : [{ id, sha256 }],
  );

/** Where the frames among the pictures come from, by panel id. */
export interface FramePanels {
  readonly anchor: string | null;
  readonly lastFrame: string | null;
  /** The panel from which the drawn one continues, where it names one. */
  readonly continuesFrom?: string | undefined;
}

/** A role as it is shown. */
export function nameRole(
  role: ReferenceRole,
  panels: FramePanels,
): { readonly role: PictureRole; readonly id: string | null } {
  switch (role.kind) {
    case 'character':
      return { role: 'character', id: role.outfit === undefined ? role.id : `${role.id}/${role.outfit}` };
    case 'tile':
      return { role: 'tile', id: role.cells.map((cell) => nameRole(cell, panels).id).join(' + ') };
    case 'anchor':
      return { role: 'anchor', id: panels.anchor };
    case 'reference-frame':
      return { role: 'last-frame', id: role.named ? (panels.continuesFrom ?? null) : panels.lastFrame };
    case 'style':
      return { role: 'style', id: null };
    default:
      return { role: role.kind, id: role.id };
  }
}
