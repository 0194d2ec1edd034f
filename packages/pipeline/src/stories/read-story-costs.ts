import { type CostsView, isActiveStatus, reviewProvider, usd } from '@nextpanel/core';
import type { RequestFacts, StoryFacts } from '@nextpanel/store';
import { uncertainScriptCalls } from '../adapt/scripts.ts';
import type { Context } from '../context.ts';
import { remainingOf } from './read-story.ts';

type CostsContext = Pick<Context, 'state'>;

/** The most expensive stories that are listed. */
const storiesShown = 20;
/** Requests of unknown outcome that are listed, and stories that are looked through for them. */
const uncertainShown = 100;

/** What stories cost over their whole life: all of them together, the most expensive ones, and what is not certain. */
export async function readStoryCosts(
  { state }: CostsContext,
  tenant: string,
): Promise<Pick<CostsView, 'now' | 'byStory' | 'uncertain' | 'uncertainScripts'>> {
  const costs = await state.storyCosts(tenant);
  const byStory: CostsView['byStory'] = [];
  const expensive = costs
    .filter(({ spent, possibly, held }) => spent + possibly + held > 0)
    .sort((a, b) => b.spent + b.possibly + b.held - (a.spent + a.possibly + a.held))
    .slice(0, storiesShown);
  // One after the other: a long story is much to read, and others wait for this process.
  for (const { id } of expensive) {
    const story = await state.read.story(id);
    if (story !== null) byStory.push(await costsOfStory({ state }, story));
  }
  const uncertain: CostsView['uncertain'] = [];
  const open = costs
    .filter(({ possibly }) => possibly > 0)
    .sort((a, b) => b.possibly - a.possibly)
    .slice(0, uncertainShown);
  for (const { id } of open) {
    if (uncertain.length >= uncertainShown) break;
    const story = await state.read.story(id);
    if (story !== null) uncertain.push(...(await uncertainOf({ state }, story)));
  }
  const scripts = await state.scripts.costs(tenant);
  return {
    now: {
      heldUsd: usd(costs.reduce((sum, { held }) => sum + held, scripts.held)),
      possiblyUsd: usd(costs.reduce((sum, { possibly }) => sum + possibly, scripts.possibly)),
    },
    byStory,
    uncertainScripts: (await uncertainScriptCalls({ state }, tenant))
      .sort((a, b) => b.costUsd - a.costUsd)
      .slice(0, uncertainShown),
    uncertain: uncertain.sort((a, b) => b.costUsd - a.costUsd).slice(0, uncertainShown),
  };
}

async function costsOfStory(context: CostsContext, story: StoryFacts): Promise<CostsView['byStory'][number]> {
  const { id, title, status, spent, possibly, held } = story;
  const { read } = context.state;
  const [requests, discarded] = await Promise.all([read.requests(id), read.discardedTakes(id)]);
  const wasted = requests.filter(({ state }) => state === 'refused').reduce((sum, it) => sum + costOf(it), 0);
  const priceOf = new Map(requests.map((it) => [it.id, costOf(it) / Math.max(1, it.images)]));
  const discardedCost = discarded.reduce(
    (sum, { source }) => sum + (source.kind === 'request' ? (priceOf.get(source.request ?? '') ?? 0) : 0),
    0,
  );
  return {
    story: id,
    title,
    status,
    spentUsd: usd(spent),
    wastedUsd: usd(wasted),
    discardedUsd: usd(Math.round(discardedCost)),
    possiblyUsd: usd(possibly),
    heldUsd: usd(held),
    // What is held will be spent: it is not to come any more.
    forecastUsd: isActiveStatus(status) ? Math.max(0, usd((await remainingOf(context, story)) - held)) : 0,
  };
}

const costOf = ({ outcome }: RequestFacts): number => outcome?.cost ?? 0;

async function uncertainOf({ state }: CostsContext, { id, title, spec }: StoryFacts): Promise<CostsView['uncertain']> {
  const [requests, order] = await Promise.all([state.read.requests(id), state.read.order(id)]);
  const numbers = new Map(order.map((panel, index) => [panel, index + 1]));
  return requests
    .filter((request) => request.state === 'possibly_paid')
    .map((request) => ({
      story: id,
      title,
      request: request.id,
      provider: request.judge === null ? (request.provider ?? spec.render.provider) : reviewProvider,
      model: request.judge ?? request.model ?? spec.render.model,
      panels: request.panels.flatMap((panel) => numbers.get(panel) ?? []),
      costUsd: usd(costOf(request)),
      orderedAt: request.orderedAt === null ? null : new Date(request.orderedAt).toISOString(),
    }));
}
