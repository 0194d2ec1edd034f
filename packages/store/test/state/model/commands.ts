import type { ErrorCode } from '@nextpanel/core';
import fc from 'fast-check';

/**
 * One step of a random life of a story. Numbers are seeds: the command uses them modulo what exists, so that
 * every sequence, also a shrunk one, means something. `turn` 0 is the newest turn, higher ones are older. `mask` chooses among
 * several, 0 all of them. `again`: the script is sent twice, as after a lost answer.
 */
export type Command =
  | { readonly do: 'claim'; readonly worker: number; readonly grab: boolean; readonly elsewhere: boolean }
  /** `regained`: the newest turn takes its expired lock again, as a live one does. */
  | { readonly do: 'crash'; readonly lock: 'kept' | 'gone' | 'regained' }
  | {
      readonly do: 'intend';
      readonly turn: number;
      readonly mask: number;
      readonly grouped: boolean;
      readonly high: number;
      readonly outdated: boolean;
      readonly reuse: boolean;
      readonly again: boolean;
    }
  | {
      readonly do: 'order' | 'saveVendorIds';
      readonly turn: number;
      readonly mask: number;
      readonly any: boolean;
      readonly again: boolean;
    }
  | {
      readonly do: 'settle';
      readonly turn: number;
      readonly mask: number;
      readonly any: boolean;
      readonly outcomes: readonly ('kept' | 'refused' | 'possibly_paid')[];
      readonly cost: number;
      readonly again: boolean;
    }
  | { readonly do: 'recall'; readonly turn: number; readonly target: number; readonly again: boolean }
  | { readonly do: 'commit' | 'retry'; readonly turn: number; readonly holds: boolean; readonly again: boolean }
  | {
      readonly do: 'release';
      readonly turn: number;
      readonly holds: boolean;
      readonly code: ErrorCode;
      readonly suspends: boolean;
    }
  | {
      readonly do: 'fail';
      readonly turn: number;
      readonly holds: boolean;
      readonly mask: number;
      readonly whole: boolean;
      readonly code: ErrorCode;
    }
  | {
      readonly do: 'pause' | 'resume' | 'approve' | 'cancel' | 'stop' | 'submit' | 'look';
    }
  | { readonly do: 'endCollecting'; readonly turn: number; readonly later: boolean; readonly holds: boolean }
  | {
      readonly do: 'learn';
      readonly which: number;
      readonly says: 'found' | 'paid' | 'unpaid';
      readonly again: boolean;
    }
  | { readonly do: 'delete'; readonly again: boolean }
  | { readonly do: 'resumeProvider' }
  | { readonly do: 'pauseProvider'; readonly reason: number }
  | {
      readonly do: 'editPanel';
      readonly again: boolean;
      readonly panel: number;
      readonly art: boolean;
      readonly redraw: boolean;
      readonly outdated: boolean;
    }
  | {
      readonly do: 'retake';
      readonly again: boolean;
      readonly panel: number;
      readonly whole: boolean;
      readonly count: number;
      readonly redraw: boolean;
    }
  | {
      readonly do: 'addTake';
      readonly again: boolean;
      readonly panel: number;
      readonly select: 'auto' | 'yes' | 'no';
      readonly redraw: boolean;
      readonly known: boolean;
    }
  | {
      readonly do: 'selectTake';
      readonly again: boolean;
      readonly panel: number;
      readonly take: number;
      readonly redraw: boolean;
    }
  | {
      readonly do: 'insert';
      readonly again: boolean;
      readonly after: number;
      readonly count: number;
      readonly size: number;
      readonly redraw: boolean;
      readonly outdated: boolean;
    }
  | {
      readonly do: 'move';
      readonly again: boolean;
      readonly panel: number;
      readonly after: number;
      readonly outdated: boolean;
    }
  | { readonly do: 'remove'; readonly again: boolean; readonly panel: number; readonly outdated: boolean }
  | {
      readonly do: 'letter';
      readonly again: boolean;
      readonly mask: number;
      readonly all: boolean;
      readonly outdated: boolean;
    }
  | {
      readonly do: 'amend';
      readonly again: boolean;
      readonly what: 'title' | 'budget' | 'render' | 'books';
      readonly value: number;
      readonly outdated: boolean;
    }
  | { readonly do: 'compose'; readonly sheet: number; readonly outdated: boolean; readonly again: boolean }
  | { readonly do: 'bind'; readonly format: number; readonly outdated: boolean; readonly again: boolean }
  | {
      readonly do: 'loseFrame';
      readonly panel: number;
      readonly of: 'selected' | 'kept' | 'earlier';
      readonly ask: boolean;
    }
  | { readonly do: 'loseComposed'; readonly kind: 'sheets' | 'books'; readonly which: number }
  /** Several at once, so that lives get far: the next batch; every sheet; every book. */
  | { readonly do: 'drawBatch'; readonly worker: number }
  /** A worker dies when what it ordered is at the vendor. */
  | { readonly do: 'leaveAtVendor'; readonly worker: number }
  | { readonly do: 'composeAll' | 'bindAll' };

/** What is submitted. */
export interface Beginning {
  readonly panels: number;
  readonly batchSize: number;
  readonly budget: number | null;
  readonly approveAfter: number | null;
}

export const beginnings: fc.Arbitrary<Beginning> = fc.record({
  panels: fc.integer({ min: 3, max: 10 }),
  batchSize: fc.constantFrom(2, 3, 3, 4, 5),
  budget: fc.option(fc.integer({ min: 40, max: 400 }), { freq: 2 }),
  approveAfter: fc.option(fc.integer({ min: 1, max: 3 }), { freq: 3 }),
});

const any = fc.nat(30);
const rarely = fc.nat(9).map((n) => n === 7);
const sometimes = fc.nat(3).map((n) => n === 3);
const mostly = fc.nat(9).map((n) => n !== 7);
const mask = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(255) });
const turn = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 4 }) },
);
const outcome = fc.oneof(
  { weight: 5, arbitrary: fc.constant('kept' as const) },
  { weight: 1, arbitrary: fc.constant('refused' as const) },
  { weight: 1, arbitrary: fc.constant('possibly_paid' as const) },
);
const failureCode = fc.constantFrom('moderation_blocked', 'budget', 'frames_missing');
const releaseCode = fc.constantFrom(
  'rate_limited',
  'interrupted',
  'frame_lost',
  'cancelled',
  'disk_full',
  'provider_paused',
  'provider_down',
  'frames_changed',
);
const is = <Word extends string>(word: Word) => fc.constant(word);
const step = <Fields extends object>(
  weight: number,
  fields: { [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> },
) => ({
  weight,
  arbitrary: fc.record(fields) as unknown as fc.Arbitrary<Command>,
});

export const commands: fc.Arbitrary<Command> = fc.oneof(
  step(14, { do: is('claim'), worker: fc.nat(1), grab: mostly, elsewhere: rarely }),
  step(4, { do: is('crash'), lock: fc.constantFrom('kept', 'gone', 'regained') }),
  step(14, {
    do: is('intend'),
    turn,
    mask,
    grouped: sometimes,
    high: fc.integer({ min: 1, max: 30 }),
    outdated: rarely,
    reuse: rarely,
    again: sometimes,
  }),
  step(12, { do: is('order'), turn, mask, any: sometimes, again: sometimes }),
  step(3, { do: is('saveVendorIds'), turn, mask, any: rarely, again: sometimes }),
  step(14, {
    do: is('settle'),
    turn,
    mask,
    any: rarely,
    outcomes: fc.array(outcome, { minLength: 1, maxLength: 3 }),
    cost: fc.nat(20),
    again: sometimes,
  }),
  step(2, { do: is('recall'), turn, target: any, again: sometimes }),
  step(10, { do: is('commit'), turn, holds: sometimes, again: sometimes }),
  step(3, { do: is('release'), turn, holds: sometimes, code: releaseCode, suspends: sometimes }),
  step(2, { do: is('retry'), turn, holds: sometimes, again: sometimes }),
  step(2, { do: is('fail'), turn, holds: sometimes, mask, whole: sometimes, code: failureCode }),
  step(2, { do: is('pause') }),
  step(4, { do: is('resume') }),
  step(3, { do: is('approve') }),
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.oneof({ weight: 2, arbitrary: is('stop') }, { weight: 1, arbitrary: is('cancel') }),
    }) as fc.Arbitrary<Command>,
  },
  step(1, { do: is('delete'), again: sometimes }),
  step(1, { do: is('submit') }),
  step(4, { do: is('look') }),
  step(1, { do: is('pauseProvider'), reason: any }),
  step(2, { do: is('resumeProvider') }),
  step(5, {
    do: is('editPanel'),
    again: sometimes,
    panel: any,
    art: fc.boolean(),
    redraw: fc.boolean(),
    outdated: rarely,
  }),
  step(5, {
    do: is('retake'),
    again: sometimes,
    panel: any,
    whole: sometimes,
    count: fc.integer({ min: 1, max: 3 }),
    redraw: fc.boolean(),
  }),
  step(4, {
    do: is('addTake'),
    again: sometimes,
    panel: any,
    select: fc.constantFrom('auto', 'yes', 'no'),
    redraw: fc.boolean(),
    known: rarely,
  }),
  step(4, { do: is('selectTake'), again: sometimes, panel: any, take: any, redraw: fc.boolean() }),
  step(3, {
    do: is('insert'),
    again: sometimes,
    after: any,
    count: fc.integer({ min: 1, max: 4 }),
    size: fc.integer({ min: 1, max: 3 }),
    redraw: fc.boolean(),
    outdated: rarely,
  }),
  step(3, { do: is('move'), again: sometimes, panel: any, after: any, outdated: rarely }),
  step(2, { do: is('remove'), again: sometimes, panel: any, outdated: rarely }),
  step(2, { do: is('letter'), again: sometimes, mask, all: sometimes, outdated: rarely }),
  step(3, {
    do: is('amend'),
    again: sometimes,
    what: fc.constantFrom('title', 'budget', 'render', 'books'),
    value: any,
    outdated: rarely,
  }),
  step(5, { do: is('compose'), sheet: any, outdated: sometimes, again: sometimes }),
  step(4, { do: is('bind'), format: any, outdated: sometimes, again: sometimes }),
  step(3, {
    do: is('loseFrame'),
    panel: any,
    of: fc.constantFrom('selected', 'kept', 'earlier'),
    ask: fc.boolean(),
  }),
  step(1, { do: is('loseComposed'), kind: fc.constantFrom('sheets', 'books'), which: any }),
  step(16, { do: is('drawBatch'), worker: fc.nat(1) }),
  step(3, { do: is('endCollecting'), turn, later: fc.boolean(), holds: rarely }),
  step(3, { do: is('learn'), which: fc.nat(20), says: fc.constantFrom('found', 'paid', 'unpaid'), again: rarely }),
  step(2, { do: is('leaveAtVendor'), worker: fc.nat(1) }),
  step(4, { do: is('composeAll') }),
  step(4, { do: is('bindAll') }),
);
