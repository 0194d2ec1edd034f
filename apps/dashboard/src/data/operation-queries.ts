import type { LedgerView, Page, ProviderStats, ProviderView, QueueView, StoryView, WorkerView } from '@nextpanel/core';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useClient } from './client-context.tsx';
import { keys } from './keys.ts';

export function useQueues(): UseQueryResult<QueueView[]> {
  const client = useClient();
  return useQuery({ queryKey: keys.queues, queryFn: () => client.queues() });
}

/** @param wanted false: the key may not see them */
export function useProviders(wanted = true): UseQueryResult<ProviderView[]> {
  const client = useClient();
  return useQuery({ queryKey: keys.providers, queryFn: () => client.providers(), enabled: wanted });
}

export function useWorkers(): UseQueryResult<WorkerView[]> {
  const client = useClient();
  return useQuery({ queryKey: keys.workers, queryFn: () => client.workers() });
}

/** @param minutes how far back, 1–1,440 */
export function useProviderStats(id: string, minutes = 60): UseQueryResult<ProviderStats> {
  const client = useClient();
  return useQuery({
    queryKey: keys.providerStats(id, minutes),
    queryFn: () => client.providerStats(id, minutes),
    placeholderData: (before) => before,
  });
}

/** Totals of all stories, and by provider. */
export function useSpending(): UseQueryResult<LedgerView> {
  const client = useClient();
  return useQuery({ queryKey: keys.spending, queryFn: () => client.spending() });
}

/** The longest page of the server; stories beyond it show when these continue. */
const mostWaiting = 200;

/** Stories that need attention, for any reason: at most 200; `nextCursor` says whether there are more. */
export function useStoriesThatWait(): UseQueryResult<Page<StoryView>> {
  const client = useClient();
  return useQuery({
    queryKey: keys.needsPerson,
    queryFn: () => client.stories({ status: 'needs_attention', limit: mostWaiting, sort: '-updated' }),
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
