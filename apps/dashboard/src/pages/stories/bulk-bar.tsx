import type { StoryView } from '@nextpanel/core';
import { useState } from 'react';
import { Button } from '../../parts/button.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { useNotify } from '../../parts/toast.tsx';
import { BulkResultDialog } from './bulk-result-dialog.tsx';
import {
  type BulkVerb,
  bulkVerbs,
  bulkWords,
  costWords,
  countStories,
  leftOutWords,
  storiesFor,
} from './bulk-verbs.ts';
import type { Selection } from './selection.ts';
import { type BulkResult, useBulk } from './use-bulk.ts';

interface Plan {
  readonly verb: BulkVerb;
  /** As selected when the dialog opened: the list keeps changing behind it. */
  readonly stories: readonly StoryView[];
  readonly chosen: number;
}

/** Actions for the selected stories, at the bottom of the screen while any are selected. */
export function BulkBar({
  selection,
  hasMore,
}: {
  readonly selection: Selection;
  /** There are stories that are not loaded yet. */
  readonly hasMore: boolean;
}) {
  const { chosen } = selection;
  const [plan, setPlan] = useState<Plan>();
  const [asking, setAsking] = useState(false);
  const [outcome, setOutcome] = useState<{ readonly verb: BulkVerb; readonly result: BulkResult }>();
  const { run, busy, settled } = useBulk();
  const notify = useNotify();

  const ask = (verb: BulkVerb) => {
    setPlan({ verb, stories: storiesFor(verb, chosen), chosen: chosen.length });
    setAsking(true);
  };
  const confirm = async ({ verb, stories }: Plan) => {
    try {
      const result = await run({ verb, stories });
      if (result.refused.length > 0) setOutcome({ verb, result });
      else notify({ kind: 'done', title: `${countStories(result.done)} ${bulkWords[verb].done}` });
    } catch {
      // No key any more: the sign-in page is shown instead.
    }
    setAsking(false);
  };

  return (
    <>
      {chosen.length > 0 && (
        <section
          aria-label="Selected stories"
          className="popup sticky bottom-4 z-20 mx-auto mt-4 flex w-fit max-w-full flex-wrap items-center gap-2 px-3 py-2"
        >
          <p className="mr-2 font-medium tabular-nums">{countStories(chosen.length)} selected</p>
          {hasMore && chosen.length === selection.shown.length && (
            <p className="text-ink-soft w-full text-sm">
              Stories further down that are not loaded yet are not included.
            </p>
          )}
          {bulkVerbs.map((verb) => (
            <VerbButton key={verb} verb={verb} count={storiesFor(verb, chosen).length} onClick={() => ask(verb)} />
          ))}
          <Button size="small" kind="quiet" onClick={() => selection.setAll(false)}>
            Clear
          </Button>
        </section>
      )}
      {plan !== undefined && (
        <ConfirmDialog
          open={asking}
          onClose={() => !busy && setAsking(false)}
          title={`${bulkWords[plan.verb].verb} ${countStories(plan.stories.length)}?`}
          verb={
            busy
              ? `${bulkWords[plan.verb].doing} ${settled} of ${plan.stories.length}`
              : `${bulkWords[plan.verb].verb} ${countStories(plan.stories.length)}`
          }
          danger={plan.verb === 'cancel' || plan.verb === 'delete'}
          busy={busy}
          onConfirm={() => void confirm(plan)}
        >
          <PlanWords plan={plan} />
        </ConfirmDialog>
      )}
      <BulkResultDialog outcome={outcome} onClose={() => setOutcome(undefined)} />
    </>
  );
}

/** Only actions that apply to at least one of them are offered. */
function VerbButton({
  verb,
  count,
  onClick,
}: {
  readonly verb: BulkVerb;
  readonly count: number;
  readonly onClick: () => void;
}) {
  if (count === 0) return null;
  const danger = verb === 'cancel' || verb === 'delete';
  return (
    <Button size="small" kind={danger ? 'danger' : 'plain'} onClick={onClick}>
      {bulkWords[verb].verb} <span className="tabular-nums">{count}</span>
    </Button>
  );
}

/** This many titles are listed; the rest are counted. */
const mostNamed = 3;

function PlanWords({ plan: { verb, stories, chosen } }: { readonly plan: Plan }) {
  const { one, several } = bulkWords[verb];
  const more = stories.length - mostNamed;
  return (
    <>
      <ul className="text-ink mb-3 list-disc pl-5">
        {stories.slice(0, mostNamed).map(({ id, title }) => (
          <li key={id}>
            <bdi className="inline-block max-w-full truncate align-bottom">{title}</bdi>
          </li>
        ))}
        {more > 0 && <li>{more} more</li>}
      </ul>
      {[stories.length === 1 ? one : several, costWords(verb, stories), leftOutWords(verb, chosen, stories.length)].map(
        (words) =>
          words !== null && (
            <p key={words} className="mt-1">
              {words}
            </p>
          ),
      )}
    </>
  );
}
