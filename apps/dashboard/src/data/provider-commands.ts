import { t } from '@lingui/core/macro';
import type { ProviderView } from '@nextpanel/core';
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { useNotify } from '../parts/toast.tsx';
import { useClient } from './client-context.tsx';
import { wordsOf } from './create-query-client.ts';
import { keys } from './keys.ts';

/** Pauses or resumes a provider for all users. */
export function useActOnProvider(): UseMutationResult<
  ProviderView,
  Error,
  { readonly id: string; readonly verb: 'pause' | 'resume' }
> {
  const client = useClient();
  const queries = useQueryClient();
  const notify = useNotify();
  return useMutation({
    mutationFn: ({ id, verb }) => (verb === 'pause' ? client.pauseProvider(id) : client.resumeProvider(id)),
    onError: (error, { id, verb }) =>
      notify({
        kind: 'error',
        title: verb === 'pause' ? t`${id} was not paused` : t`${id} was not resumed`,
        text: wordsOf(error),
      }),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: keys.providers });
      await queries.invalidateQueries({ queryKey: keys.queues });
    },
  });
}
