import { plural, t } from '@lingui/core/macro';
import type { AdaptedScriptView } from '@nextpanel/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '../../data/rights.ts';
import { isOpenScript, useActOnScript, useDeleteScript, useScript } from '../../data/script-queries.ts';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { formatExactTime } from '../../parts/format-time.ts';
import { formatUsd } from '../../parts/format-usd.ts';
import { Money } from '../../parts/money.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { ProgressBar } from '../../parts/progress-bar.tsx';
import { RelativeTime } from '../../parts/relative-time.tsx';
import { Section } from '../../parts/section.tsx';
import { ServerWords } from '../../parts/server-words.tsx';
import { Loading } from '../../parts/skeleton.tsx';
import { Stat, Stats } from '../../parts/stat.tsx';
import { StatusBadge } from '../../parts/status-badge.tsx';
import { Cell, HeadCell, Row, Table } from '../../parts/table.tsx';
import { useNewStory } from '../../shell/new-story.tsx';
import { PageHeading } from '../../shell/page-heading.tsx';
import { SettleScriptButton } from '../story/ledger/settle-button.tsx';
import { requestTone, requestWord } from '../story/words/request-words.ts';
import { CoverageReport } from './coverage-report.tsx';
import { progressWords, scriptTitle } from './script-words.ts';

/** One script that a model adapts: how far it is, what it cost, and its draft. */
export function ScriptPage() {
  const { id } = useParams({ from: '/scripts/$id' });
  const { data: script, error, refetch } = useScript(id);
  if (script !== undefined) return <Script script={script} />;
  return (
    <>
      <PageHeading title={t`Script`} />
      {error === null ? (
        <Loading what={t`the script`} />
      ) : (
        <ProblemNote title={t`The script could not be loaded`} error={error} onRetry={() => void refetch()} />
      )}
    </>
  );
}

function Script({ script }: { readonly script: AdaptedScriptView }) {
  return (
    <>
      <PageHeading
        title={scriptTitle(script)}
        aside={<StatusBadge status={script.status} />}
        actions={<Actions script={script} />}
      />
      <Progress script={script} />
      <Facts script={script} />
      {script.draft !== null && (
        <div className="mb-8 flex flex-col gap-3">
          <CoverageReport report={script.draft} level="h2" />
        </div>
      )}
      <Questions script={script} />
    </>
  );
}

function Actions({ script }: { readonly script: AdaptedScriptView }) {
  const { id, status, draft } = script;
  const act = useActOnScript(id);
  const may = useMay();
  const { open } = useNewStory();
  return (
    <>
      {isOpenScript(script) && may('cancelScript') && (
        <Button busy={act.isPending} onClick={() => act.mutate('cancel')}>{t`Cancel`}</Button>
      )}
      {(status === 'failed' || status === 'cancelled') && may('retryScript') && (
        <Button kind="primary" busy={act.isPending} onClick={() => act.mutate('retry')}>{t`Continue`}</Button>
      )}
      {!isOpenScript(script) && status !== 'deleted' && may('deleteScript') && <DeleteButton id={id} />}
      {draft !== null && may('submitStory') && (
        <Button
          kind="primary"
          onClick={() => open({ text: draft.yaml, report: { gaps: draft.gaps, coverage: draft.coverage } })}
        >
          {t`Open the draft`}
        </Button>
      )}
    </>
  );
}

function DeleteButton({ id }: { readonly id: string }) {
  const [open, setOpen] = useState(false);
  const remove = useDeleteScript(id);
  const navigate = useNavigate();
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t`Delete`}</Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title={t`Delete this script?`}
        verb={t`Delete`}
        danger
        busy={remove.isPending}
        onConfirm={() =>
          remove.mutate(undefined, {
            onSuccess: () => void navigate({ to: '/scripts' }),
            onSettled: () => setOpen(false),
          })
        }
      >
        {t`The script and its draft are deleted. What it cost stays in the ledger, and what of it is uncertain can still be settled.`}
      </ConfirmDialog>
    </>
  );
}

/** How far it is, and why it waits, failed, or is not as the model would have it. */
function Progress({ script }: { readonly script: AdaptedScriptView }) {
  const { status, progress, reason, code, retryAt } = script;
  const scenes = progress !== null && progress.scenesTotal > 0 ? progress : null;
  return (
    <div className="mb-6 flex max-w-prose flex-col gap-2">
      <div role="status">{isOpenScript(script) && <p>{progressWords(progress)}</p>}</div>
      {isOpenScript(script) && scenes !== null && (
        <ProgressBar label={t`Scenes`} value={scenes.scenes} max={scenes.scenesTotal} showWords={false} />
      )}
      {reason !== null && (
        <div className={`${status === 'failed' ? 'bg-bad-soft' : 'bg-warn-soft'} rounded-lg px-3 py-2 break-words`}>
          {status === 'done' && <p className="font-medium">{t`What the model could not do:`}</p>}
          <ServerWords code={code ?? ''} detail={reason} />
          {retryAt !== null && <p className="text-sm">{t`The model is asked again at ${formatExactTime(retryAt)}.`}</p>}
        </div>
      )}
    </div>
  );
}

function Facts({ script }: { readonly script: AdaptedScriptView }) {
  const { model, spentUsd, possiblyUsd, maxUsd, estimate, panels, createdAt } = script;
  return (
    <Stats label={t`Facts`}>
      <Stat name={t`Spent`} note={maxUsd === null ? t`no limit` : t`at most ${formatUsd(maxUsd)}`}>
        {formatUsd(spentUsd)}
      </Stat>
      {possiblyUsd > 0 && (
        <Stat name={t`Possibly paid`} note={t`for answers that were lost`} tone="warn">
          {formatUsd(possiblyUsd)}
        </Stat>
      )}
      <Stat name={t`Estimate`} note={estimate.priceKnown ? t`at most ${formatUsd(estimate.highUsd)}` : undefined}>
        {estimate.priceKnown ? formatUsd(estimate.expectedUsd) : t`unknown`}
      </Stat>
      <Stat
        name={t`Model`}
        note={panels === null ? undefined : plural(panels, { one: 'about # panel', other: 'about # panels' })}
      >
        <bdi className="break-words">{model}</bdi>
      </Stat>
      <Stat name={t`Sent`}>
        <RelativeTime at={createdAt} />
      </Stat>
    </Stats>
  );
}

/** Every question to the model. */
function Questions({ script: { id: script, model, calls } }: { readonly script: AdaptedScriptView }) {
  if (calls.length === 0) return null;
  return (
    <Section title={t`Questions to the model`}>
      {calls.some(({ state }) => state === 'possibly_paid') && (
        <p className="bg-warn-soft mb-3 max-w-prose rounded-lg px-3 py-2 text-sm">
          {t`The answers to some questions were lost, and the server cannot be asked whether they were paid. Limits count them as spent. Look at the bill of its provider, then settle each of them.`}
        </p>
      )}
      <Table
        caption={t`Questions, the oldest first`}
        head={
          <>
            <HeadCell>{t`Asked`}</HeadCell>
            <HeadCell>{t`State`}</HeadCell>
            <HeadCell align="end">{t`Cost`}</HeadCell>
          </>
        }
      >
        {calls.map(({ id, state, code, costUsd, orderedAt }) => (
          <Row key={id} className="text-sm">
            <Cell className="whitespace-nowrap tabular-nums">
              <time dateTime={orderedAt}>{formatExactTime(orderedAt)}</time>
            </Cell>
            <Cell>
              <Badge tone={requestTone(state)}>{requestWord(state)}</Badge>
              {code !== null && <code className="ms-2 text-xs">{code}</code>}
              {state === 'possibly_paid' && (
                <span className="ms-2">
                  <SettleScriptButton script={script} call={{ id, model, costUsd }} />
                </span>
              )}
            </Cell>
            <Cell align="end">
              <Money usd={costUsd} price />
            </Cell>
          </Row>
        ))}
      </Table>
    </Section>
  );
}
