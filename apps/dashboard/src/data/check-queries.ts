import { t } from '@lingui/core/macro';
import type { CheckLabel, ChecksView, CheckVerdict, PanelView } from '@nextpanel/core';
import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNotify } from '../parts/toast.tsx';
import { useClient } from './client-context.tsx';
import { wordsOf } from './create-query-client.ts';
import { keys } from './keys.ts';

/** What checks and the review found in the selected frames. */
export function useChecks(id: string): UseQueryResult<ChecksView> {
  const client = useClient();
  return useQuery({ queryKey: keys.checks(id), queryFn: () => client.checks(id) });
}

/** Whose verdict, and what the user says of it; null takes the label back. */
export interface LabelledVerdict {
  readonly verdict: Pick<CheckVerdict, 'panelId' | 'check' | 'sha256'>;
  readonly label: CheckLabel | null;
}

/** Labels verdicts. It is shown before the server has answered: people go through panels faster than that. */
export function useLabelVerdicts(id: string): (labels: readonly LabelledVerdict[]) => void {
  const client = useClient();
  const queries = useQueryClient();
  const notify = useNotify();
  const { mutate } = useMutation({
    mutationFn: (labels: readonly LabelledVerdict[]) =>
      Promise.all(
        labels.map(({ verdict, label }) => client.labelCheck(id, `id:${verdict.panelId}`, verdict.check, label)),
      ),
    onMutate: async (labels) => {
      // An answer from before the label would show it without.
      await queries.cancelQueries({ queryKey: keys.checks(id) });
      queries.setQueryData<ChecksView>(
        keys.checks(id),
        (known) => known && { ...known, items: known.items.map((it) => labelled(it, labels)) },
      );
    },
    onError: (error) => notify({ kind: 'error', title: t`Not kept`, text: wordsOf(error) }),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.checks(id) }),
  });
  return mutate;
}

/** Accepts the selected frame of a panel, for every user, or takes that back; shown before the server has answered, as labels are. */
export function useAcceptFrame(id: string): (it: { readonly panelId: string; readonly accepted: boolean }) => void {
  const client = useClient();
  const queries = useQueryClient();
  const notify = useNotify();
  const { mutate } = useMutation({
    mutationFn: ({ panelId, accepted }: { readonly panelId: string; readonly accepted: boolean }) =>
      client.acceptFrame(id, `id:${panelId}`, accepted),
    onMutate: async ({ panelId, accepted }) => {
      await queries.cancelQueries({ queryKey: keys.panels(id) });
      queries.setQueryData<PanelView[]>(keys.panels(id), (known) =>
        known?.map((panel) => (panel.id === panelId ? { ...panel, accepted } : panel)),
      );
    },
    onError: (error) => notify({ kind: 'error', title: t`Not kept`, text: wordsOf(error) }),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.panels(id) }),
  });
  return mutate;
}

function labelled(item: CheckVerdict, labels: readonly LabelledVerdict[]): CheckVerdict {
  const found = labels.find(
    ({ verdict }) => verdict.panelId === item.panelId && verdict.check === item.check && verdict.sha256 === item.sha256,
  );
  return found === undefined ? item : { ...item, label: found.label };
}
