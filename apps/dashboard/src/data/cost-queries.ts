import type { CostDays } from '@nextpanel/client';
import type { CostsView } from '@nextpanel/core';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useClient } from './client-context.tsx';
import { keys } from './keys.ts';

/** Sums of all stories are some work for the server, so not after each event; nothing is read while the page is out of sight. */
const everyMs = 10_000;

/** @param days such as 2026-11-30, in UTC; default: this month */
export function useCosts(days: CostDays = {}): UseQueryResult<CostsView> {
  const client = useClient();
  return useQuery({
    queryKey: keys.costsOf(days),
    queryFn: () => client.costs(days),
    refetchInterval: everyMs,
    placeholderData: (before) => before,
  });
}
