import { deepStrictEqual } from 'node:assert';
import type { Life } from './life.ts';
import {
  describeSpending,
  heldBy,
  isActive,
  panelsOf,
  possiblySpentBy,
  sheetsOf,
  spendingOf,
  spentBy,
} from './story-model.ts';
import { isEnding } from './turn-rules.ts';

/** What everybody else reads of a story says the same as its model; its events come in order and tell its life. */
export async function checkReads({ id, state, model }: Life): Promise<void> {
  const panels = panelsOf(model);
  const ids = panels.map(({ id: panel }) => panel);
  const [story, panelFacts, batches, attempts, requests, sheets, books, active] = await Promise.all([
    state.read.story(id),
    state.read.panels(id, ids),
    state.read.batches(id),
    state.read.attempts(id),
    state.read.requests(id),
    state.read.sheets(id),
    state.read.books(id),
    state.read.active(),
  ]);
  deepStrictEqual(active.includes(id), model.exists && (isActive(model) || isEnding(model)));
  if (!model.exists) {
    deepStrictEqual(
      [story, panelFacts, batches, attempts, requests, sheets.size, books.size],
      [null, [], [], [], [], 0, 0],
    );
    return;
  }
  const { status, reason, waiting, spent, held, possibly, drawnPanels, drawnBatches, composedSheets, edits, rev } =
    story ?? {};
  deepStrictEqual(
    {
      status,
      reason,
      waiting,
      spent,
      held,
      possibly,
      drawnPanels,
      drawnBatches,
      composedSheets,
      edits,
      rev,
      sheets: story?.sheets,
    },
    {
      status: model.status,
      reason: model.reason,
      waiting: model.waiting,
      spent: spentBy(model),
      held: heldBy(model),
      possibly: possiblySpentBy(model),
      drawnPanels: panels.filter(({ selected, kept }) => selected !== null || kept !== null).length,
      drawnBatches: model.batches.filter((batch) => batch.status === 'drawn').length,
      composedSheets: model.sheets.size,
      edits: model.edits,
      rev: model.rev,
      sheets: sheetsOf(model),
    },
  );
  deepStrictEqual(describeSpending(story?.spending ?? new Map()), spendingOf(model));
  deepStrictEqual(
    panelFacts.map((it) => [
      it.id,
      it.number,
      it.selected?.sha256 ?? null,
      it.take,
      it.kept?.sha256 ?? null,
      it.takes,
      it.asked,
      it.failure?.code ?? null,
    ]),
    panels.map(({ id: panel, selected, chosen, kept, takes, asked, failure }, index) => [
      panel,
      index + 1,
      selected,
      selected && chosen,
      kept,
      takes.length,
      asked !== null,
      failure,
    ]),
  );
  deepStrictEqual(
    batches.map((it) => [it.id, it.status, it.panels, it.attempts, it.reference?.panel ?? null]),
    model.batches.map((it) => [
      it.id,
      it.suspended ? 'drawing' : it.status,
      it.panels.map(({ id: panel }) => panel),
      it.attempts.length,
      it.reference?.panel.id ?? null,
    ]),
  );
  deepStrictEqual(
    attempts.map((it) => [it.batch, it.number, it.start.fence, it.end?.outcome ?? null]),
    [...model.batches, ...model.gone.batches.toSorted((a, b) => (a.id < b.id ? -1 : 1))].flatMap((it) =>
      it.attempts.map(({ fence, end }, a) => [it.id, a + 1, fence, end]),
    ),
  );
  deepStrictEqual(
    new Map(requests.map((it) => [it.id, `${it.state} ${it.outcome?.cost ?? 0}`])),
    new Map([...model.requests.values()].flatMap((it) => (it.intent ? [[it.id, `${it.state} ${it.cost}`]] : []))),
  );
  deepStrictEqual(new Map([...sheets].map(([n, { value }]) => [n, value.sha256])), model.sheets);
  deepStrictEqual(new Map([...books].map(([format, { value }]) => [format as string, value.sha256])), model.books);
  await checkEvents({ id, state, model });
}

/** Events whose order the model knows. What the others must say is checked after every script: `checkCover`. */
const modelled =
  /^(?:story\.status|batch\.(?:started|drawn|failed)|panel\.(?:drawn|failed)|take\.selected|panels\.(?:inserted|moved|removed)|sheet\.composed|book\.bound|budget\.reached|provider\.\w+)$/;

async function checkEvents({ id, state, model }: Pick<Life, 'id' | 'state' | 'model'>): Promise<void> {
  const seen: string[] = [];
  let last = '0-0';
  for await (const event of state.events.read(id, '0')) {
    if (compareIds(last, event.id) >= 0) throw new Error(`event ${event.id} came after ${last}`);
    last = event.id;
    if (modelled.test(event.type)) seen.push(inShort(event.type, event as unknown as Record<string, unknown>));
  }
  deepStrictEqual(seen, model.events);
}

function compareIds(a: string, b: string): number {
  const [aTime = 0, aNumber = 0] = a.split('-').map(Number);
  const [bTime = 0, bNumber = 0] = b.split('-').map(Number);
  return aTime - bTime || aNumber - bNumber;
}

function inShort(type: string, it: Record<string, unknown>): string {
  const frame = (it.frame as { sha256: string } | undefined)?.sha256;
  switch (type) {
    case 'story.status':
      return `${type} ${String(it.status)} ${typeof it.waitingOn === 'string' ? it.waitingOn : ''}`;
    case 'batch.started':
      return `${type} ${String(it.batch)} ${String(it.attempt)}`;
    case 'batch.failed':
      return `${type} ${String(it.batch)} ${String(it.code)}`;
    case 'batch.drawn':
      return `${type} ${String(it.batch)}`;
    case 'panel.drawn':
      return `${type} ${String(it.panel)} ${String(frame)}`;
    case 'panel.failed':
      return `${type} ${String(it.panel)}`;
    case 'take.selected':
      return `${type} ${String(it.panel)} ${String(it.take)}`;
    case 'sheet.composed':
      return `${type} ${String(it.sheet)}`;
    case 'book.bound':
      return `${type} ${String(it.book ?? it.format)}`;
    default:
      return type;
  }
}
