import type { Client } from '@nextpanel/client';
import type { Redraw } from '@nextpanel/core';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useClient } from './client-context.tsx';
import { mayPass } from './create-query-client.ts';
import { keys } from './keys.ts';

const mostRetries = 2;
const againMs = 3_000;

interface DryAnswer {
  readonly redraw: Redraw;
}

/**
 * What a change would draw, and its price; requested again as soon as anything happens to the story that may change it.
 *
 * @param what names the change with all that it is asked with, in values that can be compared; null: nothing is asked
 * @param run asks with `dryRun: true`
 */
export const useDryRun = (
  id: string,
  what: readonly unknown[] | null,
  run: (client: Client) => Promise<DryAnswer>,
): UseQueryResult<Redraw> => useDry(id, what, run, ({ redraw }) => redraw);

/** The whole answer of a change that is only tried; as `useDryRun`. */
export const useDryAnswer = <Answer extends DryAnswer>(
  id: string,
  what: readonly unknown[] | null,
  run: (client: Client) => Promise<Answer>,
): UseQueryResult<Answer> => useDry(id, what, run, (answer) => answer);

function useDry<Answer extends DryAnswer, Shown>(
  id: string,
  what: readonly unknown[] | null,
  run: (client: Client) => Promise<Answer>,
  select: (answer: Answer) => Shown,
): UseQueryResult<Shown> {
  const client = useClient();
  return useQuery({
    queryKey: keys.dryRun(id, what ?? []),
    queryFn: () => run(client),
    select,
    enabled: what !== null,
    // An old price may not be what would be paid now.
    staleTime: 0,
    gcTime: 0,
    retry: (count, error) => count < mostRetries && mayPass(error),
    // Nothing can be saved without its price: once the server answers again, it is shown.
    refetchInterval: ({ state }) => (mayPass(state.error) ? againMs : false),
  });
}
