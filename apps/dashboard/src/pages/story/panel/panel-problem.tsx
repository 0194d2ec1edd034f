import { t } from '@lingui/core/macro';
import type { PanelView, StoryView } from '@nextpanel/core';
import { canRun, continuesAfterChange } from '@nextpanel/core/commands';
import { useState } from 'react';
import { failedAs, isCover } from '../../../data/picture-ref.ts';
import { useMay } from '../../../data/rights.ts';
import { useLedger } from '../../../data/story-queries.ts';
import { Button } from '../../../parts/button.tsx';
import { formatUsd } from '../../../parts/format-usd.ts';
import { ServerWords } from '../../../parts/server-words.tsx';
import { ActDialog } from '../actions/act-dialog.tsx';
import { goesOnWords } from '../words/going-on-words.ts';

/** Why a panel, or the cover, could not be drawn, with the request id for the vendor's support. */
export function PanelProblem({
  story,
  panel,
  failure,
  onEdit,
}: {
  readonly story: StoryView;
  readonly panel: PanelView;
  readonly failure: NonNullable<PanelView['failure']>;
  /** Missing while it is edited already, or cannot be. */
  readonly onEdit: (() => void) | undefined;
}) {
  const may = useMay();
  const { data: ledger } = useLedger(story.id);
  const [trying, setTrying] = useState(false);
  const refused = ledger?.findLast((entry) => entry.panelIds.includes(panel.id) && entry.code !== null);
  const refusedByRules = failure.code === 'moderation_blocked';
  return (
    <section aria-label={t`Why it was not drawn`} className="border-bad bg-bad-soft rounded-xl border p-4">
      <h3 className="font-semibold">
        {refusedByRules ? t`The provider refused this picture` : t`This picture was not drawn`}
      </h3>
      <p className="break-words">
        <ServerWords code={failure.code} detail={failure.detail} />
      </p>
      <p className="mt-1">
        {refusedByRules
          ? continuesAfterChange(story, failedAs(panel))
            ? t`Reword the prompt, or upload a picture of your own, and the story will continue. Or try the same words again: filters do not always answer the same.`
            : t`Reword the prompt, upload a picture of your own, or try the same words again. ${goesOnWords(story, failedAs(panel))}`
          : t`Edit it, or resume the story to try the same again.`}
      </p>
      <dl className="text-ink-soft mt-2 flex flex-wrap gap-x-4 text-sm">
        <div className="flex gap-1.5">
          <dt>{t`Code`}</dt>
          <dd>
            <code>{failure.code}</code>
          </dd>
        </div>
        {refused?.vendorId != null && (
          <div className="flex min-w-0 gap-1.5">
            <dt>{t`Request id at ${refused.provider}`}</dt>
            <dd className="min-w-0 break-all">
              <code>{refused.vendorId}</code>
            </dd>
          </div>
        )}
      </dl>
      <div className="mt-3 flex flex-wrap gap-2">
        {onEdit !== undefined && (
          <Button kind="primary" size="small" onClick={onEdit}>
            {isCover(panel) ? t`Edit…` : t`Edit the panel…`}
          </Button>
        )}
        {refusedByRules && may('resumeStory') && canRun('resume', story) && (
          <Button size="small" onClick={() => setTrying(true)}>
            {failure.againUsd
              ? t`Try the same words again (about ${formatUsd(failure.againUsd)})…`
              : t`Try the same words again…`}
          </Button>
        )}
      </div>
      <ActDialog story={story} verb="resume" open={trying} onClose={() => setTrying(false)} />
    </section>
  );
}
