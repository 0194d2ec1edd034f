import { type ErrorCode, NextpanelError, type ProviderId, say } from '@nextpanel/core';
import type { Outage, Room } from '@nextpanel/queue';

/**
 * What lets a story wait without using up an attempt, the one that says most first. `interrupted` is a request that was not sent
 * because another one of its turn failed.
 */
export const passingCodes: readonly ErrorCode[] = [
  'tenant_budget',
  'tenant_images',
  'tenant_busy',
  'provider_down',
  'rate_limited',
  'model_busy',
  'interrupted',
];

/** What people call a provider. */
const knownNames: Readonly<Partial<Record<ProviderId, string>>> = {
  storyboard: 'The storyboard',
  openai: 'OpenAI',
  azure: 'Azure',
  fal: 'fal',
  'openai-compatible': 'The server',
};

/** A provider that is not listed is called by its id. */
const nameOf = (provider: ProviderId): string => knownNames[provider] ?? provider;

/** While one request finds out whether the provider works again, the others look again after this time, in milliseconds. */
const probingMs = 5_000;

/** How long a wait of unknown length takes, in milliseconds. */
const unsaidMs = 10_000;

/** For how long, from now on, and what caused it. */
interface Wait {
  /** Redis' time, in milliseconds since the epoch. */
  readonly now: number;
  readonly cause?: NextpanelError;
}

/** An error that is over at `detail.until`, by Redis' clock. */
const passing = (code: ErrorCode, message: string, waitMs: number, { now, cause }: Wait) =>
  new NextpanelError(code, message, {
    retryable: true,
    retryAfterMs: waitMs,
    detail: { until: now + waitMs },
    ...(cause && { cause }),
  });

/** When a passing error is over, by Redis' clock. */
export const endOf = ({ detail, retryAfterMs = unsaidMs }: NextpanelError, now: number): number =>
  typeof detail.until === 'number' ? detail.until : now + retryAfterMs;

/** Why a story waits for a provider that fails for everybody. It stays the same for the whole outage, so that there is one event. */
export const outageWords = (provider: ProviderId, { since, words }: Pick<Outage, 'since' | 'words'>): string => {
  const known = { provider: nameOf(provider), time: new Date(since).toISOString().slice(0, 16).replace('T', ' ') };
  return words ? say('wait.failing.why', { ...known, said: words }) : say('wait.failing', known);
};

/** How long a story waits before it asks again whether the provider works. */
export const outageWaitMs = ({ waitMs }: Pick<Outage, 'waitMs'>): number => Math.max(waitMs, probingMs);

/** The provider is down for everyone. */
export const providerDown = (provider: ProviderId, outage: Outage, wait: Wait) =>
  passing('provider_down', outageWords(provider, outage), outageWaitMs(outage), wait);

/** A tenant has used up a day; it continues when the next one begins. */
export const dayUsedUp = (
  code: 'tenant_budget' | 'tenant_images',
  message: string,
  { now, leftMs }: { readonly now: number; readonly leftMs: number },
) => passing(code, message, leftMs, { now });

/** Pictures take about as long, so looking more often would find nothing new, in milliseconds. */
const underWayMs = 5_000;

/** A tenant has as many pictures under way as it may have at once. */
export const tenantBusy = (limit: number, wait: Wait) =>
  passing('tenant_busy', `your tenant may have ${limit} pictures under way at once`, underWayMs, wait);

/** The vendor refuses requests over its rate limit; its own words, if they are known. */
export const tooManyRequests = ({ waitMs, words }: Pick<Room, 'waitMs' | 'words'>, wait: Wait) =>
  passing('rate_limited', words || 'the rate limit of the provider is exceeded', waitMs, wait);

/** Other requests of ours use what the model allows. */
export const modelBusy = (waitMs: number, wait: Wait) =>
  passing('model_busy', "the model's images per minute are used up", waitMs, wait);
