import { modelsOf, NextpanelError, type ProviderId, type ProviderStats, type ProviderView } from '@nextpanel/core';
import type { LimitLevel } from '@nextpanel/queue';
import type { Context } from './context.ts';

/** Rejects when Redis does not answer or takes no writes, nothing can be stored, or there is too little room to continue drawing. */
export async function checkReady({
  redisWatch,
  artifacts,
  space,
}: Pick<Context, 'redisWatch' | 'artifacts' | 'space'>): Promise<{ redis: 'ok'; artifacts: 'ok' }> {
  await redisWatch.require();
  await artifacts.check();
  await space.require();
  return { redis: 'ok', artifacts: 'ok' };
}

/** The BullMQ queues themselves, for bull-board. */
export const boardQueues = ({ queues }: Pick<Context, 'queues'>): Context['queues']['board'] => queues.board;

type ProviderContext = Pick<Context, 'state' | 'providers' | 'limits' | 'outages'>;

export async function listProviders(context: ProviderContext): Promise<ProviderView[]> {
  const levels = await context.limits.levels();
  return Promise.all([...context.providers.keys()].map((id) => viewProvider(context, id, levels)));
}

/** A provider's requests by minute, the last `minutes` of them. Throws `not_found`. */
export async function readProviderStats(
  { state, providers }: Pick<Context, 'state' | 'providers'>,
  { id, minutes }: { readonly id: string; readonly minutes: number },
): Promise<ProviderStats> {
  const provider = known(providers, id);
  const found = await state.stats.read(provider, minutes);
  return { provider, items: found.map(({ at, ...rest }) => ({ at: new Date(at).toISOString(), ...rest })) };
}

/** Stops new requests to a provider, for everybody, until resumed. Throws `not_found`. */
export async function pauseProvider(
  context: ProviderContext & Pick<Context, 'log'>,
  id: string,
): Promise<ProviderView> {
  const { state, providers, limits, log } = context;
  const provider = known(providers, id);
  await state.providers.pause(provider, 'paused by an operator', null);
  log.warn({ provider }, 'provider paused');
  return viewProvider(context, provider, await limits.levels());
}

/** Resumes a provider and wakes the stories that waited for it. Throws `not_found`. */
export async function resumeProvider(
  context: ProviderContext & Pick<Context, 'queues' | 'log'>,
  id: string,
): Promise<ProviderView> {
  const { state, providers, limits, queues, log } = context;
  const provider = known(providers, id);
  await state.providers.resume(provider, null);
  const waiting = await state.read.stories(await state.read.active());
  for (const story of waiting) {
    if (story?.spec.render.provider !== provider || story.status === 'composing') continue;
    await queues.ensureDraw(provider, { story: story.id }, { now: true });
  }
  log.info({ provider }, 'provider resumed');
  return viewProvider(context, provider, await limits.levels());
}

async function viewProvider(
  { state, outages }: Pick<Context, 'state' | 'outages'>,
  id: ProviderId,
  levels: readonly LimitLevel[],
): Promise<ProviderView> {
  const [paused, outage] = await Promise.all([state.providers.paused(id), outages.read(id)]);
  return {
    id,
    models: modelsOf(id),
    paused: paused && { reason: paused.reason, since: timeOf(paused.since) },
    outage: outage && {
      reason: outage.words,
      since: timeOf(outage.since),
      retryAt: timeOf(state.clock.now() + outage.waitMs),
    },
    limits: levels.flatMap(({ provider, refusing, ...level }) =>
      provider === id ? [{ ...level, refusing: refusing && { ...refusing, since: timeOf(refusing.since) } }] : [],
    ),
  };
}

function known(providers: Context['providers'], id: string): ProviderId {
  const provider = providers.get(id as ProviderId);
  if (!provider)
    throw new NextpanelError(
      'not_found',
      `there is no provider ${id.slice(0, 64)}; there are: ${[...providers.keys()].join(', ')}`,
    );
  return provider.id;
}

const timeOf = (at: number): string => new Date(at).toISOString();
