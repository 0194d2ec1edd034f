import { type Copy, coverPanel, isCoverPanel, type StoryView, storyLimits } from '@nextpanel/core';
import type { PanelFacts, StoredFrame, StoredSpec } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { type ChangeScope, readStory, storyHead } from './read-story.ts';
import { newStoryId, requireProvider, storiesFull } from './submit-story.ts';

type CopyContext = Pick<Context, 'state' | 'queues' | 'providers' | 'log'>;

/**
 * Makes another story of a story as it is now: the same panels under the same ids, the selected frames and plates, the cast, the settings, the
 * budget and the editions. What has a frame is neither drawn nor paid again. While something is left to draw, the copy is paused, so
 * that it costs nothing before it is resumed. Later changes of one story do not reach the other. Takes that are not selected, the
 * ledger and removed panels stay with the original.
 *
 * Throws `not_found`, `provider_unavailable`.
 */
export async function copyStory(context: CopyContext, scope: ChangeScope, { title }: Copy): Promise<StoryView> {
  const { state } = context;
  const head = await storyHead(context, scope);
  const { provider } = head.spec.render;
  requireProvider(context, provider);
  const [order, chain, pages, editions, facts] = await Promise.all([
    state.read.order(scope.id),
    state.read.chain(scope.id),
    state.read.pages(scope.id),
    state.editions.all(scope.id),
    state.read.story(scope.id),
  ]);
  const panels = await state.read.panels(scope.id, order);
  const plates = await Promise.all(
    (await state.read.plates(scope.id)).map((batch) => state.read.panels(scope.id, batch.panels)),
  );
  const [cover] = isCoverPanel(head.spec, coverPanel) ? await state.read.panels(scope.id, [coverPanel]) : [];
  const pictures = [...panels, ...plates.flat(), ...(cover ? [cover] : [])];
  const frames = new Map(pictures.flatMap(frameOf));
  const isDrawn = frames.size === pictures.length;
  const inBook = new Set(order);
  const id = newStoryId(state.clock.now());
  const { change } = scope;
  const outcome = await state.stories.submit({
    id,
    tenant: scope.tenant,
    createdAt: state.clock.now(),
    idempotency: change === undefined ? null : { key: change, bodyHash: change },
    spec: specOfCopy(head.spec, title ?? titleOfCopy(head.title), isDrawn),
    panels: panels.map(({ id: panel, spec }) => ({ id: panel, spec })),
    plates: plates.map((batch) => batch.map(({ id: plate, spec }) => ({ id: plate, spec }))),
    cover: cover?.spec ?? null,
    panelIds: highestNumber(chain.flatMap((link) => link.panels)),
    batches: chain.map((link) => link.panels.filter((panel) => inBook.has(panel))).filter((batch) => batch.length > 0),
    pages,
    budget: facts?.budget ?? null,
    copied: { frames, editions: editions.map(({ value }) => value), paused: !isDrawn },
  });
  if (outcome.kind === 'full') throw storiesFull(outcome);
  // Asked for twice with one Idempotency-Key, it is made once.
  if (outcome.kind === 'replayed') return readStory(context, { tenant: scope.tenant, id: outcome.id });
  if (isDrawn) await context.queues.ensureDraw(provider, { story: id });
  context.log.info({ story: id, original: scope.id, panels: panels.length, pictures: frames.size }, 'story copied');
  return readStory(context, { tenant: scope.tenant, id });
}

/**
 * The frame a panel has, as one that nothing was drawn before: batches of the copy may be parted otherwise, and a frame is judged
 * stale by those that went along with it.
 */
function frameOf({ id, selected, kept }: PanelFacts): (readonly [string, StoredFrame])[] {
  const frame = selected ?? kept;
  if (frame === null) return [];
  const { from: _from, ...copied } = frame;
  return [[id, copied]];
}

/** Without the approval gate where everything is drawn: there is nothing left to approve. */
function specOfCopy({ render, ...spec }: StoredSpec, title: string, isDrawn: boolean): StoredSpec {
  const { approveAfter, ...rest } = render;
  const gate = isDrawn || approveAfter === undefined ? {} : { approveAfter };
  const { plates, ...others } = spec;
  const { approve: _approve, ...drawn } = plates ?? { draw: [] };
  const kept = plates && { plates: isDrawn ? drawn : plates };
  return { ...others, ...kept, title, render: { ...rest, ...gate } };
}

const mark = ' (copy)';

const titleOfCopy = (title: string): string => `${title.slice(0, storyLimits.title - mark.length)}${mark}`;

/** The highest number of a generated panel id: the copy gives out higher ones, so that no id stands for two panels. */
const highestNumber = (ids: readonly string[]): number =>
  Math.max(0, ...ids.map((id) => Number(/^p(\d+)$/.exec(id)?.[1] ?? 0)));
