import type { StoryView } from '@nextpanel/core';
import { describeWait } from '@nextpanel/core/errors';
import { formatTable } from '../terminal/format-table.ts';
import { plainText } from '../terminal/plain-text.ts';
import { describeSignature } from './describe-signature.ts';

/** Dollars for people; fractions of a cent are kept, because single pictures cost less than one. */
export const dollars = (usd: number): string => `$${usd.toFixed(usd !== 0 && usd < 0.01 ? 4 : 2)}`;

export const localTime = (iso: string): string => new Date(iso).toLocaleString('sv-SE').slice(0, 16);

/** A dash where nothing was measured. */
export const seconds = (ms: number | null): string => (ms === null ? '–' : `${(ms / 1_000).toFixed(1)} s`);

/** A story as a table: its facts and its progress. */
export function describeStory(story: StoryView): string {
  const { panels, batches, sheets } = story.progress;
  const { estimateUsd, remainingUsd = 0, budgetUsd, spentUsd, heldUsd, possiblyUsd } = story.cost;
  const money = [
    `spent ${dollars(spentUsd)}`,
    `estimated ${dollars(estimateUsd)}`,
    ...(remainingUsd > 0 && spentUsd > 0 ? [`about ${dollars(remainingUsd)} to come`] : []),
    ...(heldUsd > 0 ? [`in progress ${dollars(heldUsd)}`] : []),
    ...(possiblyUsd > 0 ? [`possibly paid ${dollars(possiblyUsd)}`] : []),
    ...(budgetUsd === null ? [] : [`budget ${dollars(budgetUsd)}`]),
  ];
  return formatTable([
    ['id', story.id],
    ['title', plainText(story.title)],
    ...(story.continues
      ? [
          [
            'continues',
            plainText(`${story.continues.story} "${story.continues.title}", from panel ${story.continues.panel}`),
          ],
        ]
      : []),
    ['status', describeStatus(story)],
    ...(story.waiting === null ? [] : [['waits for', plainText(describeWait(story.waiting, Date.now()))]]),
    ...(story.line ? [['in line', `${story.line.place} of ${story.line.waiting} stories that wait for a turn`]] : []),
    ...(story.priority ? [['priority', String(story.priority)]] : []),
    ...(story.externalId ? [['external id', plainText(story.externalId)]] : []),
    ['drawn by', plainText(`${story.provider} ${story.model}`)],
    [
      'progress',
      `${panels.drawn}/${panels.total} panels, ${batches.drawn}/${batches.total} batches, ${sheets.drawn}/${sheets.total} sheets`,
    ],
    ['cost', money.join(', ')],
    ['books', story.books.join(', ') || 'none yet'],
    ...signatureRows(story),
    ['created', localTime(story.createdAt)],
    ['updated', localTime(story.updatedAt)],
  ]);
}

/** Who signed the pages of which books: a line for each certificate. */
function signatureRows({ signatures = {} }: StoryView): string[][] {
  const books = new Map<string, string[]>();
  for (const [book, facts] of Object.entries(signatures)) {
    const words = describeSignature(facts);
    books.set(words, [...(books.get(words) ?? []), book]);
  }
  return [...books].map(([words, names]) => ['signed', `${names.join(', ')} by ${words}`]);
}

/** Where it stands in line, as the end of a sentence; nothing where it does not. */
export const describeLine = ({ line }: StoryView): string =>
  line ? `, number ${line.place} of ${line.waiting} in line` : '';

export const describeStatus = ({ status, waitingOn }: StoryView): string =>
  waitingOn === null ? status : `${status} (${plainText(waitingOn)})`;

/** Stories as a table, one per line. */
export function describeStories(stories: readonly StoryView[]): string {
  const rows = stories.map((story) => [
    story.id,
    describeStatus(story),
    `${story.progress.panels.drawn}/${story.progress.panels.total}`,
    dollars(story.cost.spentUsd),
    localTime(story.updatedAt),
    plainText(story.title),
  ]);
  return formatTable([['ID', 'STATUS', 'PANELS', 'SPENT', 'UPDATED', 'TITLE'], ...rows]);
}
