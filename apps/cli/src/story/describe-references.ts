import type { PanelRequestView, PanelView } from '@nextpanel/client';
import { formatTable } from '../terminal/format-table.ts';
import { plainText } from '../terminal/plain-text.ts';
import { dollars } from './describe-story.ts';

/** The pictures that were sent for the frame a panel shows, with what was left out, and its requests. */
export function describeReferences(
  { number, references, leftOut, frame }: PanelView,
  requests: readonly PanelRequestView[],
): string {
  if (frame === null && requests.length === 0) return `panel ${number} is not ordered yet\n`;
  const shown = references.map(({ role, id, reason, sha256 }, index) => [
    `${index + 1}`,
    role,
    plainText(id ?? ''),
    plainText(reason),
    sha256.slice(0, 12),
  ]);
  const missing = leftOut.map(({ role, id, reason, sha256 }) => [
    '–',
    role,
    plainText(id ?? ''),
    plainText(reason),
    sha256?.slice(0, 12) ?? 'none',
  ]);
  const table =
    shown.length + missing.length === 0
      ? `panel ${number} was drawn without pictures\n`
      : formatTable([['IMAGE', 'ROLE', 'SHOWS', 'WHY', 'SHA-256'], ...shown, ...missing]);
  return `${table}${requests.length === 0 ? '' : `\n${describeRequests(requests)}`}`;
}

const describeRequests = (requests: readonly PanelRequestView[]): string =>
  formatTable([
    ['REQUEST', 'STATE', 'PICTURES', 'COST'],
    ...requests.map(({ request, state, references, costUsd }) => [
      request,
      state,
      `${references.length}`,
      dollars(costUsd),
    ]),
  ]);
