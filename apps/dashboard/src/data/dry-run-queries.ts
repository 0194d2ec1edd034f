import type { Client } from '@nextpanel/client';
import type { Redraw } from '@nextpanel/core';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useClient } from './client-context.tsx';
import { mayPass } from './create-query-client.ts';
import { keys } from './keys.ts';

const mostRetries = 2;

/**
 * What a change would draw, and its price; requested again as soon as anything happens to the story that may change it.
 *
 * @param what names the change with all that it is asked with, in values that can be compared; null: nothing is asked
 * @param run asks with `dryRun: true`
 */
export function useDryRun(
  id: string,
  what: readonly unknown[] | null,
  run: (client: Client) => Promise<{ readonly redraw: Redraw }>,
): UseQueryResult<Redraw> {
  const client = useClient();
  return useQuery({
    queryKey: keys.dryRun(id, what ?? []),
    queryFn: async () => (await run(client)).redraw,
    enabled: what !== null,
    // An old price may not be what would be paid now.
    staleTime: 0,
    gcTime: 0,
    retry: (count, error) => count < mostRetries && mayPass(error),
  });
}
