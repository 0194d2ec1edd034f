import { bookName as nameOfBook } from '@nextpanel/core';
import type { StoredSpec } from '../../../src/state/stored.ts';
import type { Dump } from './observe.ts';
import { bookName, sheetName } from './run-composing.ts';

const frameIn = (json: string): string => (JSON.parse(json) as { sha256: string }).sha256;
const framesIn = (fields: Record<string, string>): string[] =>
  Object.values(fields).flatMap((value) => (value.startsWith('{') ? [frameIn(value)] : []));

/**
 * What holds for every story whatever happens to it, judged by its keys alone.
 *
 * @param before the same story before the last script; null before the first
 * @param lost frames whose bytes were reported as gone
 */
export function checkInvariants(before: Dump | null, after: Dump, lost: readonly string[]): void {
  const { story } = after;
  if (story.id === undefined) return;
  const must = (holds: boolean, what: string) => {
    if (!holds) throw new Error(`broken: ${what}`);
  };
  const statuses = after.chain.map((batch) => after.batches[`${batch}.status`] as string);
  must(new Set(after.order).size === after.order.length, 'a panel stands twice in the reading order');
  checkChain(after, must);
  const status = story.status as string;
  must(statuses.filter((it) => it === 'drawing').length <= 1, 'two batches are being drawn');
  const unended = story.toFetch === '1' || (status === 'cancelled' && statuses.includes('drawing'));
  must(
    after.active === (unended || ['queued', 'drawing', 'composing'].includes(status)),
    `the active set about a ${status} story`,
  );
  checkMoney(after, must);
  const takes = framesIn(after.takes);
  const there = new Set([...takes, ...framesIn(after.kept)]);
  for (const frame of before ? framesIn(before.takes) : []) must(takes.includes(frame), `take ${frame} disappeared`);
  for (const frame of before ? framesIn(before.kept) : [])
    must(there.has(frame) || lost.includes(frame), `frame ${frame} was paid and is lost`);
  for (const [n, frame] of Object.entries(after.selected))
    must(takesOf(after, n).includes(frameIn(frame)), `the selected frame of panel ${n} is none of its takes`);
  for (const target of Object.keys(after.kept))
    must(
      statusOf(after, target.split('+')[0] as string) !== 'drawn',
      `target ${target} of a drawn batch is still kept`,
    );
  checkComposed(after, must);
  if (status === 'completed') {
    must(
      after.order.every((panel) => panel in after.selected),
      'completed with a panel without a frame',
    );
    must(Object.keys(after.sheets).length === Number(story.sheets), 'completed without every sheet');
    const { formats } = (JSON.parse(story.spec as string) as StoredSpec).book;
    must(
      formats.every((choice) => nameOfBook(choice) in after.books),
      'completed without every book',
    );
    must(
      statuses.every((it) => it === 'drawn'),
      'completed with a batch that is not drawn',
    );
  }
}

type Must = (holds: boolean, what: string) => void;

function checkMoney({ story, requests, orders, open }: Dump, must: Must): void {
  const sums = { spent: 0, possibly: 0 };
  const held: string[] = [];
  for (const [field, state] of Object.entries(requests)) {
    if (!field.endsWith('.state')) continue;
    const id = field.slice(0, -'.state'.length);
    if (state === 'intended' || state === 'ordered') held.push(id);
    const outcome = requests[`${id}.outcome`];
    const cost = outcome === undefined ? 0 : (JSON.parse(outcome) as { cost: number }).cost;
    sums[state === 'possibly_paid' ? 'possibly' : 'spent'] += cost;
  }
  must(sums.spent === Number(story.spent), `spent says ${story.spent}, the requests ${sums.spent}`);
  must(sums.possibly === Number(story.possibly), `possibly says ${story.possibly}, the requests ${sums.possibly}`);
  must(held.sort().join() === Object.keys(open).sort().join(), 'money is held by other requests than the open ones');
  must(
    held.every((id) => id in orders),
    'a request that may be sent, or was, has no stored order',
  );
  const sent = held.filter((id) => requests[`${id}.state`] === 'ordered');
  must(
    sent.every((id) => `${id}.body` in orders),
    'a request was ordered, and what was sent is not stored',
  );
}

const takesOf = ({ takes }: Dump, n: string): string[] =>
  framesIn(Object.fromEntries(Object.entries(takes).filter(([field]) => field.startsWith(`${n}.`))));

const panelsIn = ({ batches }: Dump, batch: string): string[] => (batches[`${batch}.panels`] ?? '').split(' ');

/** Every panel of the book stands in one batch; no batch is empty, and none has more panels than are drawn together. */
function checkChain(dump: Dump, must: Must): void {
  const inChain = dump.chain.flatMap((batch) => panelsIn(dump, batch));
  must(new Set(inChain).size === inChain.length, 'a panel stands in two batches');
  must(
    dump.order.every((panel) => inChain.includes(panel)),
    'a panel of the book is in no batch',
  );
  must(
    dump.chain.every((batch) => dump.batches[`${batch}.panels`] !== ''),
    'a batch is empty',
  );
}

const statusOf = (dump: Dump, panel: string): string | undefined => {
  const batch = dump.chain.find((it) => panelsIn(dump, it).includes(panel));
  return batch === undefined ? undefined : dump.batches[`${batch}.status`];
};

/**
 * Every sheet shows the selected frames and the words there are, but those of panels that are to be drawn again; every book was
 * bound from the sheets there are.
 */
function checkComposed({ story, sheets, books, selected, panels, redraws, ...dump }: Dump, must: Must): void {
  const pages = JSON.parse(dump.pages.grid as string) as string[][];
  for (const [sheet, json] of Object.entries(sheets)) {
    const ids = pages[Number(sheet) - 1] ?? [];
    const frames = ids.map((id) => (selected[id] === undefined ? null : frameIn(selected[id])));
    const words = ids.map((id) => (JSON.parse(panels[id] as string) as { prompt: string }).prompt);
    const edited = ids.some((id) => id in redraws);
    must(
      edited || frameIn(json) === sheetName(frames, words),
      `sheet ${sheet} shows other frames or words than there are`,
    );
  }
  const all = Object.entries(sheets).sort(([a], [b]) => Number(a) - Number(b));
  for (const [format, json] of Object.entries(books)) {
    const name = bookName(
      format,
      all.map(([, sheet]) => frameIn(sheet)),
    );
    must(
      all.length === Number(story.sheets) && frameIn(json) === name,
      `${format} was bound from other sheets than there are`,
    );
  }
}
