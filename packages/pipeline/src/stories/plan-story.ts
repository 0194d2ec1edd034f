import {
  type BatchPlan,
  chooseModel,
  type EstimateView,
  estimateStory,
  type PixelSize,
  planBatches,
  type StorySpec,
  warnOfIgnored,
} from '@nextpanel/core';
import type { StoredReference, StoredSpec } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { assetKey, readAsset } from '../store-asset.ts';
import { warnOfLetters } from './warn-of-letters.ts';

/** A new story as it will be drawn, before anything of it is stored. */
export interface StoryPlan {
  readonly estimate: Omit<EstimateView, 'warnings'>;
  readonly batches: readonly BatchPlan[];
  readonly render: StoredSpec['render'];
  readonly warnings: StoredSpec['warnings'];
}

/** The pictures of the cast that are known, by the reference that names each. */
export type KnownPictures = ReadonlyMap<string, PixelSize & Partial<Pick<StoredReference, 'sha256'>>>;

/** Cuts a story into batches, chooses its model and prices it. Throws like `submitStory`, references aside. */
export function planStory(
  { catalogue, state, imaging }: Pick<Context, 'catalogue' | 'state' | 'imaging'>,
  spec: StorySpec,
  pictures: KnownPictures,
): StoryPlan {
  const batches = planBatches(spec.panels.length, spec.render.batchSize);
  const { model, method, warnings } = chooseModel(spec.render, batches.length, {
    today: new Date(state.clock.now()),
    catalogue,
  });
  return {
    batches,
    warnings: [...warnings, ...warnOfIgnored(spec, { model, method }), ...warnOfLetters({ imaging }, spec)],
    estimate: estimateStory(spec, { model, method, pictures }),
    render: { ...spec.render, model: model.id, method },
  };
}

/**
 * The cast pictures that can be opened without asking another server or storing anything: assets of the tenant and data URLs. A
 * picture that is not known here, or that cannot be read, is left out: its size is then assumed.
 */
export async function openKnownPictures(
  context: Pick<Context, 'artifacts' | 'imaging'>,
  tenant: string,
  { characters }: Pick<StorySpec, 'characters'>,
): Promise<KnownPictures> {
  const known = new Map<string, PixelSize>();
  await Promise.all(
    characters
      .flatMap(({ references }) => references)
      .map(async (reference) => {
        const picture = await openKnown(context, tenant, reference);
        if (picture !== null) known.set(reference, picture);
      }),
  );
  return known;
}

async function openKnown(
  { artifacts, imaging }: Pick<Context, 'artifacts' | 'imaging'>,
  tenant: string,
  reference: string,
): Promise<PixelSize | null> {
  if (assetKey(reference) !== null) return readAsset({ artifacts }, tenant, reference);
  if (!reference.startsWith('data:')) return null;
  const bytes = Buffer.from(reference.slice(reference.indexOf(',') + 1), 'base64');
  return imaging.inspectPicture(bytes).catch(() => null);
}
