import {
  castInOrder,
  isPlatePanel,
  type Model,
  type Order,
  type Picture,
  planRetouch,
  plateOf,
  say,
  withCharacterIds,
} from '@nextpanel/core';
import type { AskedRetouch, ClaimedPanel, Retouching, StoredSpec } from '@nextpanel/store';
import { loadReference } from '../frames.ts';
import type { ComposedRequest } from './plan-requests.ts';
import { asPng } from './planned-pictures.ts';
import { parametersOf } from './request-parameters.ts';
import type { Turn } from './turn.ts';

/** The pictures of a retouch, with their bytes. */
export interface RetouchPictures {
  readonly base: Picture;
  readonly mask: Picture | null;
}

/** Loads what the retouches of a batch need, by panel. Throws `reference_lost`. */
export async function loadRetouches({
  context,
  batch,
}: Pick<Turn, 'context' | 'batch'>): Promise<ReadonlyMap<string, RetouchPictures>> {
  const asked = batch.panels.flatMap(({ id, retouch }) => (retouch ? [{ id, retouch }] : []));
  return new Map(
    await Promise.all(
      asked.map(async ({ id, retouch: { base, mask } }) => {
        const pictures = {
          base: await loadReference(context, `the picture of ${id} that is retouched`, base),
          mask: mask ? await loadReference(context, `the mask of ${id}`, mask) : null,
        };
        return [id, pictures] as const;
      }),
    ),
  );
}

/** What changes part of a frame asks for: the frame goes along as the only picture, and first, since masks apply to the first one. */
export function composeRetouch(
  { id, number, spec: panel, retouch }: ClaimedPanel & { readonly retouch: AskedRetouch },
  spec: StoredSpec,
  { base, mask }: RetouchPictures,
  model: Model,
): ComposedRequest {
  const { instruction, take, box = null } = retouch;
  const { prompt, size, masked } = planRetouch(
    spec,
    { instruction, base, box, of: isPlatePanel(id) ? 'plate' : 'panel' },
    model,
  );
  // Vendors want picture and mask in one format.
  const isSentAsPng = (masked && base.mime !== 'image/png') || !model.reference.mimes.includes(base.mime);
  return {
    model,
    // One by one and at once, whatever the story's method: the user waits for it.
    method: 'panels',
    size,
    quality: spec.render.quality,
    recoverable: spec.render.recoverable,
    ...parametersOf(spec.render),
    language: spec.language,
    prompt,
    panels: [
      {
        number,
        // For the built-in storyboard, which writes them below its picture.
        prompt: instruction,
        characters: isPlatePanel(id) ? figuresOn(spec, plateOf(id)) : figuresIn(spec, panel),
      },
    ],
    references: [isSentAsPng ? asPng(base) : base],
    ...(mask && { mask }),
    referenceFrame: null,
    sent: [
      {
        role: 'base',
        id: take === null ? null : `take ${take}`,
        sha256: base.sha256,
        reason: isPlatePanel(id)
          ? say('sent.plate', { name: plateOf(id) })
          : say('sent.retouched', { name: number || id }),
      },
    ],
    leftOut: [],
  };
}

function figuresIn(spec: StoredSpec, panel: ClaimedPanel['spec']): Figures {
  const { characters, standing } = withCharacterIds(panel);
  const names = new Map(spec.characters.map((character) => [character.id, character.name]));
  return castInOrder(characters, [], standing).map((id) => ({ id, name: names.get(id) ?? id }));
}

/** Who is on a plate. */
export const figuresOn = ({ characters }: StoredSpec, plate: string): Figures =>
  characters.flatMap(({ id, name }) => (id === plate.split('/')[0] ? [{ id, name }] : []));

type Figures = Order['panels'][number]['characters'];

/** A retouch as its frame keeps it. */
export const retouchingOf = ({ instruction, base, box, mask }: AskedRetouch): Retouching => ({
  instruction,
  base: base.sha256,
  ...(box && { box }),
  ...(mask && { mask: mask.sha256 }),
});
