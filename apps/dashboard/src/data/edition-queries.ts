import { t } from '@lingui/core/macro';
import type { EditionSummary, EditionView } from '@nextpanel/core';
import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useNotify } from '../parts/toast.tsx';
import { useClient } from './client-context.tsx';
import { wordsOf } from './create-query-client.ts';
import { keys } from './keys.ts';

export function useEditions(id: string): UseQueryResult<EditionSummary[]> {
  const client = useClient();
  return useQuery({ queryKey: keys.editions(id), queryFn: () => client.editions(id) });
}

export function useEdition(id: string, language: string): UseQueryResult<EditionView> {
  const client = useClient();
  return useQuery({ queryKey: keys.edition(id, language), queryFn: () => client.edition(id, language) });
}

export interface EditionWords {
  readonly language: string;
  /** Media type of what is sent: JSON, YAML, CSV or XLIFF. */
  readonly type: string;
  readonly text: string;
}

/** Adds an edition, or replaces its words. Refusals are the caller's to show: they name lines of what was sent. */
export function usePutEdition(id: string): UseMutationResult<EditionView, Error, EditionWords> {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ language, type, text }) => client.putEdition(id, language, { type, text }),
    onSuccess: (edition) => queries.setQueryData(keys.edition(id, edition.language), edition),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.editions(id) }),
  });
}

export function useDeleteEdition(id: string): UseMutationResult<void, Error, string> {
  const client = useClient();
  const queries = useQueryClient();
  const notify = useNotify();
  return useMutation({
    mutationFn: (language) => client.deleteEdition(id, language),
    onError: (error) => notify({ kind: 'error', title: t`Edition not deleted`, text: wordsOf(error) }),
    onSuccess: (_answer, language) => queries.removeQueries({ queryKey: keys.edition(id, language) }),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.editions(id) }),
  });
}
