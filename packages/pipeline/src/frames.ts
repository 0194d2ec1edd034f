import { asNextpanelError, NextpanelError, type Picture, type PictureReference } from '@nextpanel/core';
import type { ClaimedBatch, StoredFrame, StoredReference } from '@nextpanel/store';
import type { Context } from './context.ts';

/** A selected frame whose bytes are missing or damaged. `panel` is the id of its panel. */
export class LostFrame extends Error {
  override readonly name = 'LostFrame';
  readonly panel: string;
  readonly frame: StoredFrame;

  constructor(panel: string, frame: StoredFrame, cause: unknown) {
    super(`the stored frame of panel ${panel} cannot be used`, { cause });
    this.panel = panel;
    this.frame = frame;
  }
}

/** A panel's frame with its bytes, checked against their hash. Throws LostFrame. */
export async function loadFrame(
  { artifacts }: Pick<Context, 'artifacts'>,
  panel: string,
  frame: StoredFrame,
): Promise<Picture> {
  try {
    return { ...frame, bytes: await artifacts.get(frame.sha256) };
  } catch (error) {
    if (isLoss(error)) throw new LostFrame(panel, frame, error);
    throw error;
  }
}

/** A picture that an order names, with its bytes. Throws LostFrame for a frame of the story, `reference_lost` otherwise. */
export async function openPicture(
  { artifacts }: Pick<Context, 'artifacts'>,
  { anchor, anchorPanel, reference }: Pick<ClaimedBatch, 'anchor' | 'anchorPanel' | 'reference'>,
  picture: PictureReference,
): Promise<Picture> {
  try {
    return { ...picture, bytes: await artifacts.get(picture.sha256) };
  } catch (cause) {
    if (!isLoss(cause)) throw cause;
    if (reference?.frame.sha256 === picture.sha256) throw new LostFrame(reference.panel, reference.frame, cause);
    if (anchor?.sha256 === picture.sha256) throw new LostFrame(anchorPanel, anchor, cause);
    throw new NextpanelError(
      'reference_lost',
      'a picture that went along with a request is missing or damaged in the artifact store; restore the file, then resume',
      { cause },
    );
  }
}

/** A picture of the cast, a location, prop or the style with its bytes. Throws `reference_lost`, which only a new upload corrects. */
export async function loadReference(
  { artifacts }: Pick<Context, 'artifacts'>,
  name: string,
  reference: StoredReference,
): Promise<Picture> {
  try {
    return { ...reference, bytes: await artifacts.get(reference.sha256) };
  } catch (cause) {
    if (!isLoss(cause)) throw cause;
    throw new NextpanelError(
      'reference_lost',
      `the stored reference picture of "${name}" is missing or damaged; upload the same picture again, then resume`,
      { cause },
    );
  }
}

/** Whether stored bytes are gone or damaged, rather than out of reach for the moment. */
export const isLoss = (error: unknown): boolean =>
  ['artifact_missing', 'artifact_corrupt'].includes(asNextpanelError(error).code);
