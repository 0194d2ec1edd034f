import { plural, t } from '@lingui/core/macro';
import type { StoryView } from '@nextpanel/core';
import { useState } from 'react';
import { wordsOf } from '../../data/create-query-client.ts';
import { Button } from '../../parts/button.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { useNotify } from '../../parts/toast.tsx';
import { BulkPreview } from './bulk-preview.tsx';
import { BulkResultDialog } from './bulk-result-dialog.tsx';
import { type BulkVerb, bulkVerbs, bulkWords, storiesFor } from './bulk-verbs.ts';
import type { Selection } from './selection.ts';
import type { StoriesSearch } from './stories-search.ts';
import { type BulkPlan, useBulk, useBulkPreview } from './use-bulk.ts';

interface Asked {
  readonly verb: BulkVerb;
  readonly plan: BulkPlan;
  /** As selected when the dialog opened: the list keeps changing behind it. */
  readonly stories: readonly StoryView[];
  /** null: all that match, however many that are. */
  readonly chosen: number | null;
}

/** Actions for the selected stories, at the bottom of the screen while any are selected. */
export function BulkBar({
  selection,
  hasMore,
  search,
}: {
  readonly selection: Selection;
  /** There are stories that are not loaded yet. */
  readonly hasMore: boolean;
  /** What the list is filtered by. */
  readonly search: Pick<StoriesSearch, 'q' | 'status'>;
}) {
  const { chosen } = selection;
  const [asked, setAsked] = useState<Asked>();
  const [asking, setAsking] = useState(false);
  const [wantsAll, setWantsAll] = useState(false);
  const [outcome, setOutcome] = useState<Parameters<typeof BulkResultDialog>[0]['outcome']>();
  const bulk = useBulk();
  const preview = useBulkPreview(asking && asked !== undefined ? asked.plan : null);
  const notify = useNotify();
  const allShown = chosen.length > 0 && chosen.length === selection.shown.length;
  const isFiltered = search.q !== undefined || search.status !== undefined;
  const all = wantsAll && allShown && hasMore && isFiltered;

  const ask = (verb: BulkVerb) => {
    const stories = all ? [] : storiesFor(verb, chosen);
    const filter = all
      ? {
          ...(search.q !== undefined && { query: search.q }),
          ...(search.status !== undefined && { status: search.status }),
        }
      : { ids: stories.map(({ id }) => id) };
    setAsked({ verb, stories, chosen: all ? null : chosen.length, plan: { filter, action: actionOf(verb) } });
    setAsking(true);
  };
  const confirm = async ({ verb, plan }: Asked) => {
    try {
      const result = await bulk.mutateAsync(plan);
      if (result.refused.length > 0) setOutcome({ verb, result, titles: titlesOf(selection.shown) });
      else notify({ kind: 'done', title: bulkWords(verb).done(result.changed.length) });
    } catch (thrown) {
      notify({ kind: 'error', title: bulkWords(verb).failed, text: wordsOf(thrown) });
    }
    setAsking(false);
  };
  const count = asked === undefined ? 0 : (preview.data?.changed.length ?? asked.stories.length);

  return (
    <>
      {chosen.length > 0 && selection.possible && (
        <section
          aria-label={t`Selected stories`}
          className="popup sticky bottom-4 z-20 mx-auto mt-4 flex w-fit max-w-full flex-wrap items-center gap-2 px-3 py-2"
        >
          <p className="me-2 font-medium tabular-nums">
            {all
              ? t`All that match selected`
              : plural(chosen.length, { one: '# story selected', other: '# stories selected' })}
          </p>
          {hasMore && allShown && (
            <p className="text-ink-soft w-full text-sm">
              {all ? (
                t`Also those further down that are not loaded yet.`
              ) : (
                <>
                  {t`Stories further down that are not loaded yet are not included.`}{' '}
                  {isFiltered ? (
                    <Button size="small" kind="quiet" onClick={() => setWantsAll(true)}>
                      {t`Select all that match`}
                    </Button>
                  ) : (
                    t`Filter the list to select all that match.`
                  )}
                </>
              )}
            </p>
          )}
          {bulkVerbs.map((verb) => (
            <VerbButton
              key={verb}
              verb={verb}
              count={all ? null : storiesFor(verb, chosen).length}
              onClick={() => ask(verb)}
            />
          ))}
          <Button
            size="small"
            kind="quiet"
            onClick={() => {
              setWantsAll(false);
              selection.setAll(false);
            }}
          >
            {t`Clear`}
          </Button>
        </section>
      )}
      {asked !== undefined && (
        <ConfirmDialog
          open={asking}
          onClose={() => !bulk.isPending && setAsking(false)}
          title={asked.chosen === null ? bulkWords(asked.verb).askAll : bulkWords(asked.verb).ask(asked.stories.length)}
          verb={bulk.isPending ? bulkWords(asked.verb).doing(count) : bulkWords(asked.verb).act(count)}
          danger={asked.verb === 'cancel' || asked.verb === 'delete'}
          busy={bulk.isPending || preview.isLoading}
          onConfirm={() => void confirm(asked)}
        >
          <BulkPreview verb={asked.verb} stories={asked.stories} chosen={asked.chosen} preview={preview} />
        </ConfirmDialog>
      )}
      <BulkResultDialog outcome={outcome} onClose={() => setOutcome(undefined)} />
    </>
  );
}

/** To the server a retry is a resume. */
const actionOf = (verb: BulkVerb): BulkPlan['action'] => (verb === 'retry' ? 'resume' : verb);

const titlesOf = (stories: readonly StoryView[]): ReadonlyMap<string, string> =>
  new Map(stories.map(({ id, title }) => [id, title]));

/** Only actions that apply to at least one of them are offered; of all that match, everything but the retry, which is a resume. */
function VerbButton({
  verb,
  count,
  onClick,
}: {
  readonly verb: BulkVerb;
  /** null: it is not known. */
  readonly count: number | null;
  readonly onClick: () => void;
}) {
  if (count === 0 || (count === null && verb === 'retry')) return null;
  const danger = verb === 'cancel' || verb === 'delete';
  return (
    <Button size="small" kind={danger ? 'danger' : 'plain'} onClick={onClick}>
      {bulkWords(verb).verb} {count === null ? '…' : <span className="tabular-nums">{count}</span>}
    </Button>
  );
}
