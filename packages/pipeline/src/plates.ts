import { isPlatePanel, type PictureFacts, picturesByName, plateOf, withPlates } from '@nextpanel/core';
import type { StoredFrame, StoredReference, StoredSpec } from '@nextpanel/store';
import type { Context } from './context.ts';

/** The pictures that a story supplies of something, by its name as a plate. */
export function suppliedPictures(spec: StoredSpec, name: string): readonly StoredReference[] {
  const { cast, things, style } = picturesByName<StoredReference>(spec);
  return name === 'style' ? style : (cast.get(name) ?? things.get(name) ?? []);
}

/** The selected plates of a story, by what they show; empty for one without plates. */
export async function readDrawnPlates(
  { state }: Pick<Context, 'state'>,
  story: string,
  { plates }: Pick<StoredSpec, 'plates'>,
): Promise<ReadonlyMap<string, StoredFrame>> {
  if (!plates) return new Map();
  const panels = (await state.read.plates(story)).flatMap((batch) => batch.panels);
  const selected = await state.read.selected(story, panels);
  return new Map([...selected].map(([panel, { value }]) => [plateOf(panel), value] as const));
}

/** The story as its panels are drawn: with the selected plates where it has no pictures of its own. */
export async function withDrawnPlates(
  context: Pick<Context, 'state'>,
  story: string,
  spec: StoredSpec,
): Promise<StoredSpec> {
  const plates = await readDrawnPlates(context, story, spec);
  return fillPlates(spec, plates);
}

/** The same with these plates. */
export function fillPlates(spec: StoredSpec, plates: ReadonlyMap<string, StoredFrame>): StoredSpec {
  if (plates.size === 0) return spec;
  const pictures = new Map([...plates].map(([id, frame]) => [id, asReference(frame)] as const));
  // Without what is undefined: the spec is compared with what is stored.
  return { ...spec, ...withPlates(spec, pictures) };
}

const asReference = ({ sha256, width, height, mime }: PictureFacts & { readonly sha256: string }): StoredReference => ({
  sha256,
  width,
  height,
  mime,
});

/** Plates among frames by panel. */
export const platesAmong = (frames: ReadonlyMap<string, StoredFrame>): ReadonlyMap<string, StoredFrame> =>
  new Map([...frames].flatMap(([slot, frame]) => (isPlatePanel(slot) ? [[plateOf(slot), frame] as const] : [])));
