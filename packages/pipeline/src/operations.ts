import { modelsOf, NextpanelError, type ProviderId, type ProviderView, type QueueView } from '@nextpanel/core';
import type { Context } from './context.ts';

/** Rejects when Redis does not answer or nothing can be stored. */
export async function checkReady({ state, artifacts }: Pick<Context, 'state' | 'artifacts'>): Promise<{
  redis: 'ok';
  artifacts: 'ok';
}> {
  await state.ping();
  await artifacts.check();
  return { redis: 'ok', artifacts: 'ok' };
}

export const readQueues = ({ queues }: Pick<Context, 'queues'>): Promise<QueueView[]> => queues.depths();

/** The BullMQ queues themselves, for bull-board. */
export const boardQueues = ({ queues }: Pick<Context, 'queues'>): Context['queues']['board'] => queues.board;

export async function listProviders({
  state,
  providers,
}: Pick<Context, 'state' | 'providers'>): Promise<ProviderView[]> {
  return Promise.all([...providers.keys()].map((id) => viewProvider({ state }, id)));
}

/** Stops new requests to a provider, for everybody, until resumed. Throws `not_found`. */
export async function pauseProvider(
  { state, providers, log }: Pick<Context, 'state' | 'providers' | 'log'>,
  id: string,
): Promise<ProviderView> {
  const provider = known(providers, id);
  await state.providers.pause(provider, 'paused by an operator', null);
  log.warn({ provider }, 'provider paused');
  return viewProvider({ state }, provider);
}

/** Lets a provider go on and wakes the stories that waited for it. Throws `not_found`. */
export async function resumeProvider(
  { state, providers, queues, log }: Pick<Context, 'state' | 'providers' | 'queues' | 'log'>,
  id: string,
): Promise<ProviderView> {
  const provider = known(providers, id);
  await state.providers.resume(provider, null);
  const waiting = await state.read.stories(await state.read.active());
  for (const story of waiting) {
    if (story?.spec.render.provider !== provider || story.status === 'composing') continue;
    await queues.ensureDraw(provider, { story: story.id }, { now: true });
  }
  log.info({ provider }, 'provider resumed');
  return viewProvider({ state }, provider);
}

async function viewProvider({ state }: Pick<Context, 'state'>, id: ProviderId): Promise<ProviderView> {
  const paused = await state.providers.paused(id);
  return {
    id,
    models: modelsOf(id),
    paused: paused && { reason: paused.reason, since: new Date(paused.since).toISOString() },
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
