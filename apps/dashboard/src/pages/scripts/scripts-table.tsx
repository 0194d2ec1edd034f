import { t } from '@lingui/core/macro';
import type { ScriptView } from '@nextpanel/core';
import { Link } from '@tanstack/react-router';
import { formatUsd } from '../../parts/format-usd.ts';
import { RelativeTime } from '../../parts/relative-time.tsx';
import { linkClasses } from '../../parts/section.tsx';
import { StatusBadge } from '../../parts/status-badge.tsx';
import { Cell, HeadCell, Row, Table } from '../../parts/table.tsx';
import { progressWords, scriptTitle } from './script-words.ts';

/** Where there is no room, the status matters more. */
const wide = 'hidden whitespace-nowrap md:table-cell';

export function ScriptsTable({ scripts }: { readonly scripts: readonly ScriptView[] }) {
  return (
    <Table
      caption={t`Scripts`}
      head={
        <>
          <HeadCell>{t`Script`}</HeadCell>
          <HeadCell>{t`Status`}</HeadCell>
          <HeadCell className={wide}>{t`Model`}</HeadCell>
          <HeadCell align="end">{t`Cost`}</HeadCell>
          <HeadCell className={wide}>{t`Sent`}</HeadCell>
        </>
      }
    >
      {scripts.map((script) => (
        <Row key={script.id}>
          <Cell className="min-w-32">
            <Link to="/scripts/$id" params={{ id: script.id }} dir="auto" className={linkClasses}>
              {scriptTitle(script)}
            </Link>
          </Cell>
          <Cell>
            <StatusBadge status={script.status} />
            {script.status === 'writing' && (
              <span className="text-ink-soft block text-sm">{progressWords(script.progress)}</span>
            )}
          </Cell>
          <Cell className={wide}>
            <bdi>{script.model}</bdi>
          </Cell>
          <Cell align="end">{formatUsd(script.spentUsd + script.possiblyUsd)}</Cell>
          <Cell className={wide}>
            <RelativeTime at={script.createdAt} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
