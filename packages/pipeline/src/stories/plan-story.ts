import { createHash } from 'node:crypto';
import {
  type BatchPlan,
  type CastOf,
  type ChosenModel,
  type ContinuedStory,
  chooseModel,
  coverAsset,
  coverSpec,
  type EstimateView,
  estimateCover,
  estimatePlates,
  estimateReview,
  estimateStory,
  mapContinued,
  mapPictures,
  NextpanelError,
  newestRecipe,
  newFrameSizes,
  type PanelSpec,
  type Plate,
  planBatches,
  planPlates,
  platesPerBatch,
  type ReviewEstimate,
  type StorySpec,
  say,
  warnOfCover,
  warnOfIgnored,
  warnOfPages,
  warnOfPictures,
  withCoverPrice,
  withPlannedPlates,
  withPlatesPrice,
  withReviewPrice,
} from '@nextpanel/core';
import type { LetteringFont } from '@nextpanel/imaging';
import type { StoredReference, StoredSpec } from '@nextpanel/store';
import { learnFonts } from '../book-fonts.ts';
import type { Context } from '../context.ts';
import { lookAtPicture } from '../look-at-picture.ts';
import { planInTurn } from '../plan-in-turn.ts';
import { assetId, assetKey, type KnownPicture, readMeasuredAsset } from '../store-asset.ts';
import { requireAddress } from '../webhooks/require-address.ts';
import { foreseeRecalls } from './foresee-recalls.ts';
import { dataOf, listReferences, readEach, storyPixelsMax } from './resolve-references.ts';
import { warnOfLetters } from './warn-of-letters.ts';

/** A new story as it will be drawn, before anything of it is stored. */
export interface StoryPlan {
  readonly estimate: Omit<EstimateView, 'warnings'>;
  /** What is drawn before the first batch. */
  readonly plates: readonly Plate[];
  /** What is drawn after the last batch; null: nothing. */
  readonly cover: PanelSpec | null;
  readonly batches: readonly BatchPlan[];
  readonly render: StoredSpec['render'];
  readonly warnings: StoredSpec['warnings'];
}

/** The pictures of the cast that are known, by the reference that names each. */
export type KnownPictures = ReadonlyMap<string, KnownPicture>;

type PlanContext = Pick<
  Context,
  'catalogue' | 'config' | 'state' | 'imaging' | 'providers' | 'artifacts' | 'reviewing' | 'planWork'
>;

/**
 * Cuts a story into batches, chooses its model and prices it without what would be recalled. Throws like `submitStory`, references
 * aside.
 *
 * @param judged what this very story was found to be before its pictures were known
 */
export async function planStory(
  context: PlanContext,
  tenant: string,
  spec: StorySpec,
  {
    pictures,
    continued,
    judged,
  }: {
    readonly pictures: KnownPictures;
    readonly continued?: ContinuedStory<StoredReference> | undefined;
    readonly judged?: JudgedStory | undefined;
  },
): Promise<StoryPlan> {
  const { choice, ...plan } = judged ?? (await judgeWithPictures(context, tenant, spec, pictures));
  const sizeOf = newFrameSizes(spec, choice.model);
  const cover = coverSpec(spec.book.cover);
  const plates = planPlates(spec, cover === null ? spec.panels : [...spec.panels, cover]);
  const priced = continued ? { ...spec, continued: mapContinued(continued, ({ sha256 }) => assetId(sha256)) } : spec;
  const recalled = await foreseeRecalls(context, tenant, {
    ...spec,
    continued,
    ...mapPictures(spec, (reference) => pictures.get(reference) ?? null),
    render: plan.render,
    recipe: newestRecipe,
    sizeOf,
  });
  return planInTurn(context, turnOf(tenant, spec), () => ({
    ...plan,
    warnings: [...plan.warnings, ...warnOfPictures(spec, pictures)],
    plates,
    cover,
    estimate: {
      ...withReviewPrice(
        withCoverPrice(
          withPlatesPrice(
            estimateStory(withPlannedPlates(priced, plates), {
              ...choice,
              pictures,
              recalled: recalled.panels,
              sizeOf,
            }),
            estimatePlates({ ...spec, render: plan.render }, plates, {
              model: choice.model,
              pictures,
              recalled: recalled.plates,
            }),
          ),
          cover &&
            estimateCover(withPlannedPlates(spec, plates), cover, lastFrames(spec, plan.batches.length), {
              model: choice.model,
              pictures,
              recalled: recalled.cover,
              sizeOf,
            }),
        ),
        reviewPrice(context, spec, plan.batches, plates),
      ),
      panels: spec.panels.length,
      recalledPanels: recalled.panels.size,
    },
  }));
}

const turnOf = (tenant: string, { book, panels }: StorySpec) => ({
  tenant,
  layout: book.layout,
  panels: panels.length,
});

async function judgeWithPictures(
  context: PlanContext,
  tenant: string,
  spec: StorySpec,
  pictures: KnownPictures,
): Promise<JudgedStory> {
  const fonts = await learnFonts(context, tenant, spec.book.fonts, 'leave');
  return judgeStory(context, tenant, spec, { coverPicture: pictures.get(coverAsset(spec) ?? ''), fonts });
}

/** What reviewing the batches will cost; null: they are not reviewed. */
function reviewPrice(
  { reviewing }: Pick<Context, 'reviewing'>,
  { review, panels, characters }: StorySpec,
  batches: readonly BatchPlan[],
  plates: readonly Plate[],
): ReviewEstimate | null {
  if (!review) return null;
  return estimateReview(
    review,
    reviewing?.price ?? null,
    batches.map(({ first, last }) => panels.slice(first - 1, last)),
    {
      supplied: new Map(
        characters.map(({ id, references, outfits = [] }) => [
          id,
          outfits.reduce((sum, outfit) => sum + (outfit.references?.length ?? 0), references.length),
        ]),
      ),
      plates: Array.from({ length: Math.ceil(plates.length / platesPerBatch) }, (_, index) => {
        const own = plates.slice(index * platesPerBatch, (index + 1) * platesPerBatch);
        return own.filter(({ kind }) => kind === 'character' || kind === 'outfit').length;
      }),
    },
  );
}

/** The frames there are when the cover is drawn, by number. */
const lastFrames = ({ panels }: StorySpec, batches: number) => ({
  anchor: '1',
  before: String(panels.length),
  sceneBefore: panels.at(-1)?.scene,
  batches,
});

export interface JudgedStory extends Omit<StoryPlan, 'estimate' | 'plates' | 'cover'> {
  readonly choice: Pick<ChosenModel, 'model' | 'method'>;
}

/** What a story is drawn by, and what to know about that. Throws what keeps it from being drawn. */
export async function judgeStory(
  context: Pick<Context, 'catalogue' | 'state' | 'imaging' | 'config' | 'reviewing' | 'planWork'>,
  tenant: string,
  spec: StorySpec,
  {
    coverPicture,
    fonts,
  }: { readonly coverPicture?: StoredReference | undefined; readonly fonts: readonly LetteringFont[] },
): Promise<JudgedStory> {
  const { catalogue, state, imaging, config, reviewing } = context;
  if (spec.webhook) requireAddress({ config }, spec.webhook.url, '/webhook/url');
  const batches = planBatches(spec.panels.length, spec.render.batchSize);
  const { model, method, warnings } = chooseModel(spec.render, batches.length, {
    today: new Date(state.clock.now()),
    catalogue,
  });
  refuseSheetOfManySizes(spec, method);
  const own = await planInTurn(context, turnOf(tenant, spec), () => [
    ...warnOfIgnored(spec, { model, method }),
    ...warnOfPages(spec, model),
    ...warnOfCover(spec, model, coverPicture),
    ...warnOfLetters({ imaging }, { ...spec, fonts }),
    ...warnOfReview({ reviewing }, spec),
  ]);
  return {
    batches,
    warnings: [...warnings, ...own],
    choice: { model, method },
    render: { ...spec.render, model: model.id, method },
  };
}

/** A limit in dollars cannot hold while the price of the judge is unknown. */
function warnOfReview(
  { reviewing }: Pick<Context, 'reviewing'>,
  { review }: Pick<StorySpec, 'review'>,
): StoredSpec['warnings'] {
  if (!review || reviewing === null || reviewing.price !== null) return [];
  return [
    {
      code: 'review_price_unknown',
      detail: say('review.no_price', { model: review.model }),
    },
  ];
}

/** A picture of many panels gives them one size, and the slots of most layouts differ. */
function refuseSheetOfManySizes({ render, book }: StorySpec, method: ChosenModel['method']): void {
  if (render.size !== 'auto' || ['grid', 'webtoon'].includes(book.layout)) return;
  if (method !== 'contact-sheet' && method !== 'one-call') return;
  throw new NextpanelError(
    'size_unsupported',
    `method "${method}" draws several panels of one size, and layout "${book.layout}" needs several sizes; name a size, such as 1024x1024, or use method "panels"`,
    { detail: { pointer: '/render/size' } },
  );
}

/**
 * The cast pictures that can be opened without asking another server or storing anything: assets of the tenant and data URLs. A
 * picture that is not known here, or that cannot be read, is left out: its size is then assumed.
 */
export async function openKnownPictures(
  context: Pick<Context, 'artifacts' | 'imaging' | 'pictureWork'>,
  tenant: string,
  spec: CastOf<string> & Pick<StorySpec, 'book'>,
  stored: KnownPictures = new Map(),
): Promise<KnownPictures> {
  const known = new Map(stored);
  let pixels = 0;
  await readEach(listReferences(spec), async ({ reference }) => {
    if (pixels > storyPixelsMax || known.has(reference)) return;
    const picture = await openKnown(context, tenant, reference);
    if (picture === null) return;
    known.set(reference, picture);
    if (assetKey(reference) === null) pixels += picture.width * picture.height;
  });
  return known;
}

async function openKnown(
  { artifacts, imaging, pictureWork }: Pick<Context, 'artifacts' | 'imaging' | 'pictureWork'>,
  tenant: string,
  reference: string,
): Promise<KnownPicture | null> {
  if (assetKey(reference) !== null) return readMeasuredAsset({ artifacts }, tenant, reference);
  if (!reference.startsWith('data:')) return null;
  const bytes = dataOf(reference);
  const measure = async () => ({
    ...(await imaging.inspectPicture(bytes)),
    looks: await lookAtPicture({ imaging }, bytes),
  });
  const facts = await pictureWork({ tenant, lane: 'submit' }, measure).catch(() => null);
  return facts && { ...facts, sha256: createHash('sha256').update(bytes).digest('hex') };
}
