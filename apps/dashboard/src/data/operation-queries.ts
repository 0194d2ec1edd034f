import type { LedgerView, Page, ProviderStats, ProviderView, QueueView, StoryView, WorkerView } from '@nextpanel/core';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useClient } from './client-context.tsx';
import { keys } from './keys.ts';

export interface Polling {
  /** Asks again this often, in milliseconds, while the page is looked at. Default: never by itself. */
  readonly everyMs?: number;
}

const intervalOf = ({ everyMs }: Polling) => (everyMs === undefined ? {} : { refetchInterval: everyMs });

export function useQueues(polling: Polling = {}): UseQueryResult<QueueView[]> {
  const client = useClient();
  return useQuery({ queryKey: keys.queues, queryFn: () => client.queues(), ...intervalOf(polling) });
}

export function useProviders(polling: Polling = {}): UseQueryResult<ProviderView[]> {
  const client = useClient();
  return useQuery({ queryKey: keys.providers, queryFn: () => client.providers(), ...intervalOf(polling) });
}

export function useWorkers(polling: Polling = {}): UseQueryResult<WorkerView[]> {
  const client = useClient();
  return useQuery({ queryKey: keys.workers, queryFn: () => client.workers(), ...intervalOf(polling) });
}

/** @param minutes how far back, 1–1,440 */
export function useProviderStats(id: string, minutes = 60, polling: Polling = {}): UseQueryResult<ProviderStats> {
  const client = useClient();
  return useQuery({
    queryKey: keys.providerStats(id, minutes),
    queryFn: () => client.providerStats(id, minutes),
    placeholderData: (before) => before,
    ...intervalOf(polling),
  });
}

/** Totals of all stories, and by provider. */
export function useSpending(): UseQueryResult<LedgerView> {
  const client = useClient();
  return useQuery({ queryKey: keys.spending, queryFn: () => client.spending() });
}

/** The longest page the server gives; what waits beyond it shows when these have gone on. */
const mostWaiting = 200;

/** Stories that wait for a person, of whichever reason: at most 200, `nextCursor` says whether there are more. */
export function useStoriesThatWait(polling: Polling = {}): UseQueryResult<Page<StoryView>> {
  const client = useClient();
  return useQuery({
    queryKey: keys.needsPerson,
    queryFn: () => client.stories({ status: 'needs_attention', limit: mostWaiting, sort: '-updated' }),
    ...intervalOf(polling),
  });
}

/** The title of a story that is only known by its id; asked for once. */
export function useStoryTitle(id: string): string | undefined {
  const client = useClient();
  const { data } = useQuery({
    queryKey: keys.storyTitle(id),
    queryFn: async () => (await client.story(id)).title,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data;
}
