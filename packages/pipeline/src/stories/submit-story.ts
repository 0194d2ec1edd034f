import { hash, randomUUID } from 'node:crypto';
import {
  type BookSpec,
  type CastOf,
  canonicalJson,
  coverAsset,
  type EstimateView,
  laidPanel,
  layoutSettings,
  mapPictures,
  microUsd,
  NextpanelError,
  namedFrames,
  newestRecipe,
  type PanelSpec,
  type Plate,
  type ProviderId,
  panelIds,
  planPages,
  platePanel,
  plateSpec,
  platesPerBatch,
  providerVariables,
  type StorySpec,
  type StoryView,
  say,
  withoutTextIds,
  withWordRoom,
} from '@nextpanel/core';
import type { RepeatOutcome, StoredReference, StoredSpec, SubmitOutcome } from '@nextpanel/store';
import { learnFonts } from '../book-fonts.ts';
import type { Context } from '../context.ts';
import { asReference, assetId } from '../store-asset.ts';
import { judgeStory, openKnownPictures, planStory } from './plan-story.ts';
import { completeStory, type WrittenStory } from './read-earlier.ts';
import { readStory, viewNewStory } from './read-story.ts';
import { resolveReferences } from './resolve-references.ts';

type SubmitContext = Pick<
  Context,
  | 'config'
  | 'tracing'
  | 'state'
  | 'artifacts'
  | 'imaging'
  | 'planWork'
  | 'pictureWork'
  | 'queues'
  | 'catalogue'
  | 'providers'
  | 'reviewing'
  | 'failpoint'
  | 'log'
>;

/**
 * Takes a story in: plans its batches, prices it, stores everything in one script and gives it a job. A repeated
 * idempotency key with the same story answers with the first one.
 *
 * Throws `provider_unavailable`, `unknown_model`, `model_retired`, `method_unavailable`, `quality_unsupported`,
 * `size_unsupported`, `model_cannot_chain`, `prompt_too_long`, `unknown_asset`, `reference_unreadable`, `pictures_too_large`,
 * `too_many_pictures`, `font_unreadable`, `idempotency_mismatch`, `tenant_stories`, `unknown_story`, `last_panel_undrawn`.
 *
 * @param written as the user wrote it: a repeat of a next chapter is known by that, whatever became of the story it continues
 */
export async function submitStory(
  context: SubmitContext,
  { tenant, idempotencyKey, ...written }: { tenant: string; idempotencyKey?: string } & WrittenStory,
): Promise<{ story: StoryView; replayed: boolean }> {
  const begunAt = context.state.clock.now();
  // What cannot be drawn is refused before any picture is fetched.
  const judged = await judgeStory(context, tenant, written.spec, {
    fonts: await learnFonts(context, tenant, written.spec.book.fonts),
  });
  requireProvider(context, written.spec.render.provider);
  requireReview(context, written.spec);
  const idempotency = idempotencyKey === undefined ? null : { key: idempotencyKey, bodyHash: hashSpec(written.spec) };
  // Before the references are fetched, which may be gone since; the script below decides between two at the same time.
  const before = idempotency && (await context.state.stories.replay(tenant, idempotency));
  if (before) return answerRepeat(context, tenant, before);
  const { spec, earlier } = await completeStory(context, tenant, written);
  const { panels: asWritten, ...rest } = spec;
  const panels = asWritten.map(withWordRoom);
  const pictures = await resolveReferences(context, tenant, spec, earlier?.pictures);
  const cast = mapPictures(spec, (reference) => asReference(pictures.get(reference) as StoredReference));
  const plan = await planStory(context, tenant, spec, {
    pictures,
    continued: earlier?.continued,
    // A next chapter has its cast only now, and what a picture of the cover lacks is known only now.
    judged: earlier === null && coverAsset(spec) === null ? judged : undefined,
  });
  const { estimate, batches, render, warnings, plates, cover } = plan;
  const { ids, last } = panelIds(panels);
  const ownCover = pictures.get(coverAsset(spec) ?? '');
  const coverPicture = ownCover && asReference(ownCover);
  const stored: StoredSpec = {
    ...rest,
    ...cast,
    book: storedBook(spec.book, ids, coverPicture),
    render,
    estimate,
    warnings,
    recipe: newestRecipe,
    ...marksOf(panels),
    ...(coverPicture && { coverPicture }),
    ...(earlier && { continued: earlier.continued }),
  };
  const id = newStoryId(context.state.clock.now());
  const outcome = await context.state.stories.submit({
    id,
    tenant,
    createdAt: context.state.clock.now(),
    idempotency,
    spec: stored,
    panels: panels.map((panel, index) => ({ id: ids[index] as string, spec: panel })),
    panelIds: last,
    plates: batchesOf(stored, plates),
    cover,
    batches: batches.map(({ first, last: to }) => ids.slice(first - 1, to)),
    pages: planPages(
      panels.map((panel, index) => laidPanel(ids[index] as string, panel)),
      layoutSettings(stored),
    ),
    budget: spec.budget ? microUsd(spec.budget.maxUsd) : null,
    same: hashSame(spec, cast, earlier?.continued),
  });
  if (outcome.kind === 'full') throw storiesFull(outcome);
  if (outcome.kind !== 'submitted') return answerRepeat(context, tenant, outcome);
  context.failpoint('story-written');
  const { story } = outcome;
  const owner = story && { tenant, weight: story.weight, priority: story.facts.priority };
  const line = await context.queues.ensureDraw(render.provider, { story: id }, { ...(owner && { owner }) });
  context.tracing.submitted(id, begunAt, { panels: panels.length, provider: render.provider, model: render.model });
  context.log.info(
    { story: id, panels: panels.length, batches: batches.length, provider: render.provider },
    'story submitted',
  );
  if (!story) return { story: await readStory(context, { tenant, id }), replayed: false };
  const place = line ?? (await context.queues.placeOf(render.provider, id));
  return { story: viewNewStory(story.facts, place), replayed: false };
}

/** When it is sensible to ask again, in milliseconds: a batch takes about as long. */
const askAgainMs = 60_000;

/** The tenant has no room for another unfinished story. */
export const storiesFull = ({ active, limit }: Extract<SubmitOutcome, { kind: 'full' }>): NextpanelError =>
  new NextpanelError('tenant_stories', `your tenant has ${active} unfinished stories, and may have ${limit}`, {
    retryable: true,
    retryAfterMs: askAgainMs,
    detail: { quota: { name: 'unfinished-stories', limit, left: Math.max(limit - active, 0) } },
  });

async function answerRepeat(
  context: SubmitContext,
  tenant: string,
  outcome: RepeatOutcome,
): Promise<{ story: StoryView; replayed: boolean }> {
  if (outcome.kind === 'replayed') {
    return { story: await readStory(context, { tenant, id: outcome.id }), replayed: true };
  }
  throw new NextpanelError(
    'idempotency_mismatch',
    'this Idempotency-Key was used for another story; use a new key, or send the same story again',
  );
}

/** The price of a story before it is drawn; stores nothing. Throws like `submitStory`, references aside. */
export async function estimateSpec(
  context: Pick<
    Context,
    'config' | 'catalogue' | 'providers' | 'reviewing' | 'state' | 'artifacts' | 'imaging' | 'pictureWork' | 'planWork'
  >,
  { tenant, ...written }: { readonly tenant: string } & WrittenStory,
): Promise<EstimateView> {
  const { spec, earlier } = await completeStory(context, tenant, written);
  const pictures = await openKnownPictures(context, tenant, spec, earlier?.pictures);
  const { estimate, warnings } = await planStory(context, tenant, spec, { pictures, continued: earlier?.continued });
  const missing = [missingProvider(context, spec.render.provider), missingReview(context, spec)].filter(
    (it) => it !== null,
  );
  return {
    ...estimate,
    warnings: [...missing.map(({ code, message }) => ({ code, detail: message })), ...warnings],
  };
}

/** Throws `provider_unavailable`: a story must not be accepted that no worker of this installation can draw. */
export function requireProvider(context: Pick<Context, 'providers'>, provider: ProviderId): void {
  const missing = missingProvider(context, provider);
  if (missing !== null) throw missing;
}

/** Throws `provider_unavailable` when no review server is set up here. */
export function requireReview(context: Pick<Context, 'reviewing'>, spec: Pick<StorySpec, 'review'>): void {
  const missing = missingReview(context, spec);
  if (missing !== null) throw missing;
}

function missingReview(
  { reviewing }: Pick<Context, 'reviewing'>,
  { review }: Pick<StorySpec, 'review'>,
): NextpanelError | null {
  if (!review || reviewing !== null) return null;
  return new NextpanelError('provider_unavailable', say('review.not_set_up'), { detail: { pointer: '/review' } });
}

function missingProvider({ providers }: Pick<Context, 'providers'>, provider: ProviderId): NextpanelError | null {
  if (providers.has(provider)) return null;
  return new NextpanelError(
    'provider_unavailable',
    say('provider.not_set_up', {
      provider,
      both: providerVariables[provider].join(' and '),
      providers: [...providers.keys()].join(', '),
    }),
    { detail: { pointer: '/render/provider' } },
  );
}

/** The plates in batches, in the order they are drawn; each is kept as a panel is. */
const batchesOf = (spec: StoredSpec, plates: readonly Plate[]) =>
  Array.from({ length: Math.ceil(plates.length / platesPerBatch) }, (_, index) =>
    plates.slice(index * platesPerBatch, (index + 1) * platesPerBatch).map(({ id }) => ({
      id: platePanel(id),
      spec: plateSpec(spec, id),
    })),
  );

/** The book with its cover by permanent names: the id of a panel instead of its number, of a picture the asset. */
function storedBook(book: BookSpec, ids: readonly string[], picture: StoredReference | undefined): BookSpec {
  const { cover } = book;
  if (typeof cover?.panel === 'number') return { ...book, cover: { ...cover, panel: ids[cover.panel - 1] } };
  return picture ? { ...book, cover: { ...cover, asset: assetId(picture.sha256) } } : book;
}

/** What later changes need to know of the panels without reading them. */
export const marksOf = (panels: readonly PanelSpec[]): Pick<StoredSpec, 'namesFrames'> =>
  panels.some((panel) => namedFrames(panel).length > 0) ? { namesFrames: true } : {};

/** Time in front, so that ids sort by age; 40 random bits behind. Letters and digits only: BullMQ job ids may hold no colon. */
export const newStoryId = (now: number): string =>
  `s${now.toString(36)}${Number.parseInt(randomUUID().replace('-', '').slice(0, 10), 16).toString(36).padStart(8, '0')}`;

/** The id of a text changes nothing about it. */
const withoutIdsOfTexts = ({ text, ...panel }: PanelSpec) => ({ ...panel, text: withoutTextIds(text) });

/** Equal for stories that ask for the same, whatever their programs note with them and where its events are sent: the spec with its defaults, and the pictures of the cast by what they show. */
const hashSame = (
  { priority: _priority, externalId: _externalId, metadata: _metadata, webhook: _webhook, ...spec }: StorySpec,
  cast: CastOf<StoredReference>,
  continued?: StoredSpec['continued'],
): string =>
  hash(
    'sha256',
    canonicalJson({ ...spec, panels: spec.panels.map(withoutIdsOfTexts), ...cast, ...(continued && { continued }) }),
  ).slice(0, 32);

const hashSpec = (spec: StorySpec): string => hash('sha256', canonicalJson(spec));
