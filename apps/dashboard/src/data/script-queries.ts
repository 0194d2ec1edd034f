import { t } from '@lingui/core/macro';
import type { AdaptOptions, ModelOptions } from '@nextpanel/client';
import type {
  AdaptedScriptView,
  ScriptDraft,
  ScriptEstimate,
  ScriptFormat,
  ScriptModels,
  ScriptView,
} from '@nextpanel/core';
import { isOverScript } from '@nextpanel/core/script-status';
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

export const isOpenScript = ({ status }: Pick<ScriptView, 'status'>): boolean => !isOverScript(status);

/** The newest 100 scripts that a model adapts, or has adapted. */
export function useScripts(): UseQueryResult<readonly ScriptView[]> {
  const client = useClient();
  return useQuery({
    queryKey: keys.scripts,
    queryFn: () => client.scripts.list(),
  });
}

/** Models that can adapt a script here. */
export function useScriptModels(): UseQueryResult<ScriptModels> {
  const client = useClient();
  return useQuery({ queryKey: ['script-models'], queryFn: () => client.scripts.models(), staleTime: 60_000 });
}

/** One of them, with its draft once it is done. */
export function useScript(id: string): UseQueryResult<AdaptedScriptView> {
  const client = useClient();
  return useQuery({
    queryKey: keys.script(id),
    queryFn: () => client.scripts.read(id) as Promise<AdaptedScriptView>,
  });
}

/** What a model would charge. @param options null: nothing is asked */
export function useScriptEstimate(text: string, options: ModelOptions | null): UseQueryResult<ScriptEstimate> {
  const client = useClient();
  return useQuery({
    queryKey: ['script-estimate', text, options],
    queryFn: () => client.scripts.estimate(text, options as ModelOptions),
    enabled: options !== null,
    // A model or a format that the server refuses is no reason to ask again.
    retry: false,
    gcTime: 0,
  });
}

/** A script to be divided by rules. */
export interface RulesInput {
  readonly text: string;
  readonly options: { readonly format?: ScriptFormat; readonly language: string; readonly title?: string };
}

/** The draft by what the script says; nothing is stored or paid. Errors are for the caller to show. */
export function useDraftScript(): UseMutationResult<ScriptDraft, Error, RulesInput> {
  const client = useClient();
  return useMutation({ mutationFn: ({ text, options }) => client.draftScript(text, options) });
}

/** Has a model adapt a script. Errors are for the caller to show. */
export function useAdaptScript(): UseMutationResult<
  ScriptView,
  Error,
  { readonly text: string; readonly options: AdaptOptions }
> {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ text, options }) => client.scripts.adapt(text, options),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.scripts }),
  });
}

export type ScriptVerb = 'cancel' | 'retry';

/** Cancels a script, or continues it. */
export function useActOnScript(id: string): UseMutationResult<ScriptView, Error, ScriptVerb> {
  const client = useClient();
  const queries = useQueryClient();
  const notify = useNotify();
  return useMutation({
    mutationFn: (verb: ScriptVerb) => client.scripts[verb](id),
    onError: (error, verb) =>
      notify({ kind: 'error', title: verb === 'cancel' ? t`Not cancelled` : t`Not continued`, text: wordsOf(error) }),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: keys.script(id) });
      await queries.invalidateQueries({ queryKey: keys.scripts });
    },
  });
}

/** Says whether a question whose answer was lost was paid. */
export function useSettleScriptCall(): UseMutationResult<
  unknown,
  Error,
  { readonly script: string; readonly call: string; readonly paid: boolean }
> {
  const client = useClient();
  const queries = useQueryClient();
  const notify = useNotify();
  return useMutation({
    mutationFn: ({ script, call, paid }) => client.scripts.settle(script, call, { paid }),
    onError: (error) => notify({ kind: 'error', title: t`Not settled`, text: wordsOf(error) }),
    onSettled: async (_answer, _error, { script }) => {
      for (const queryKey of [keys.script(script), keys.scripts, keys.costs])
        await queries.invalidateQueries({ queryKey });
    },
  });
}

export function useDeleteScript(id: string): UseMutationResult<void, Error, void> {
  const client = useClient();
  const queries = useQueryClient();
  const notify = useNotify();
  return useMutation({
    mutationFn: () => client.scripts.delete(id),
    onError: (error) => notify({ kind: 'error', title: t`Not deleted`, text: wordsOf(error) }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.scripts }),
  });
}
