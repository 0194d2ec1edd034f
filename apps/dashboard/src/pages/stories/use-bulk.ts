import type { BulkForm, BulkResult } from '@nextpanel/core';
import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useClient } from '../../data/client-context.tsx';
import { keys } from '../../data/keys.ts';

/** What one call changes, without whether it is only asked about. */
export type BulkPlan = Pick<BulkForm, 'filter' | 'action'>;

/** What a plan would change and cost; null: nothing is asked. */
export function useBulkPreview(plan: BulkPlan | null): UseQueryResult<BulkResult> {
  const client = useClient();
  return useQuery({
    queryKey: keys.bulk(plan),
    queryFn: () => client.bulk({ ...(plan as BulkPlan), dryRun: true }),
    enabled: plan !== null,
    // Stories continue meanwhile: each time it is asked again.
    staleTime: 0,
    gcTime: 0,
  });
}

/** Does one thing to all stories of a plan: some may be refused while others succeed. */
export function useBulk(): UseMutationResult<BulkResult, Error, BulkPlan> {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (plan) => {
      const sum = await client.bulk({ ...plan, dryRun: false });
      // One call takes a thousand. What it refused or had nothing to do for is not taken again.
      const seen = new Set([...sum.refused.map(({ id }) => id), ...sum.unchanged]);
      for (let { more, changed } = sum; more && changed.length > 0; ) {
        const next = await client.bulk({ ...plan, dryRun: false });
        sum.changed.push(...next.changed);
        sum.refused.push(...next.refused.filter(({ id }) => !seen.has(id)));
        for (const { id } of next.refused) seen.add(id);
        ({ more, changed } = next);
      }
      return sum;
    },
    onSettled: async (_answer, _error, { filter }) => {
      await queries.invalidateQueries({ queryKey: keys.stories });
      for (const id of filter.ids ?? []) await queries.invalidateQueries({ queryKey: keys.storyView(id) });
    },
  });
}
