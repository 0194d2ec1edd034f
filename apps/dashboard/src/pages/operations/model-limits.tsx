import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { ProviderView } from '@nextpanel/core';
import { formatDuration } from '../../parts/format-age.ts';
import { formatTime } from '../../parts/format-time.ts';
import { ProgressBar } from '../../parts/progress-bar.tsx';
import { Cell, HeadCell, Row, Table } from '../../parts/table.tsx';

type Limit = ProviderView['limits'][number];

/** How much of the limits of each model is used now. */
export function ModelLimits({ provider: { id, limits } }: { readonly provider: ProviderView }) {
  if (limits.length === 0) return null;
  return (
    <Table
      caption={t`Limits of the models of ${id}`}
      head={
        <>
          <HeadCell>{t`Model, used in the last hour`}</HeadCell>
          <HeadCell>{t`Requests in progress`}</HeadCell>
          <HeadCell>{t`Pictures per minute`}</HeadCell>
          <HeadCell align="end">{t`Waiting`}</HeadCell>
        </>
      }
    >
      {limits.map((limit) => (
        <Row key={limit.model}>
          <Cell className="min-w-52">
            <span className="font-mono text-sm break-all">{limit.model}</span>
            <LimitNotes limit={limit} />
          </Cell>
          <Cell className="min-w-44">
            <Use
              label={t`Requests in progress of the limit of ${limit.model} at ${id}`}
              used={limit.underWay}
              most={limit.concurrency}
            />
          </Cell>
          <Cell className="min-w-44">
            <Use
              label={t`Pictures per minute used of the limit of ${limit.model} at ${id}`}
              used={limit.imagesPerMinute === null ? null : Math.round(limit.usedShare * limit.imagesPerMinute)}
              most={limit.imagesPerMinute}
            />
          </Cell>
          <Cell align="end">{limit.waiting}</Cell>
        </Row>
      ))}
    </Table>
  );
}

function Use({
  label,
  used,
  most,
}: {
  readonly label: string;
  readonly used: number | null;
  /** null: no limit */
  readonly most: number | null;
}) {
  if (most === null)
    return <span className="text-ink-soft text-sm">{used === null ? t`no limit` : t`${used}, no limit`}</span>;
  return <ProgressBar label={label} value={used ?? 0} max={most} />;
}

function LimitNotes({ limit: { blockedMs, refusing, learnedPerMinute } }: { readonly limit: Limit }) {
  return (
    <>
      {blockedMs > 0 && (
        <p className="text-warn text-sm font-medium">{t`Rate limited by the provider for another ${formatDuration(blockedMs)}.`}</p>
      )}
      {refusing !== null && (
        <p className="text-ink-soft text-sm break-words">
          <Trans>
            It has refused every request since <time dateTime={refusing.since}>{formatTime(refusing.since)}</time>:{' '}
            {refusing.words}
          </Trans>
        </p>
      )}
      {learnedPerMinute !== null && (
        <p className="text-ink-soft text-sm">{t`At most ${learnedPerMinute.toFixed(1)} pictures a minute are ordered, as learned from refusals.`}</p>
      )}
    </>
  );
}
