import type { ProviderId } from '@nextpanel/core';
import type { Settlement } from '../../../src/state/batch-transitions.ts';
import type { ClaimedBatch } from '../../../src/state/claimed-batch.ts';
import { testIntent, testKey, testSent } from '../../testing.ts';
import type { Command } from './commands.ts';
import { chosen, type Life, type OpenTurn, providersOf, rawFrame, storedFrame, type Target } from './life.ts';
import type { Batch, Panel } from './story-model.ts';
import {
  type Claim,
  claim,
  commit,
  endCollecting,
  fail,
  intend,
  isFindable,
  learn,
  order,
  release,
  retry,
  type SettlementModel,
  saveVendorIds,
  settle,
} from './turn-rules.ts';

/** One script: what Redis answers, and what the model says it must. */
export interface Call {
  readonly name: string;
  /** Made once it is answered when it comes again, and changes nothing. Others are judged by their guard each time. */
  readonly once?: boolean;
  real(): Promise<string>;
  model(): string;
  /** Called when both agreed. */
  after?(answer: string): Promise<void> | void;
}

type Of<Name extends Command['do']> = Extract<Command, { do: Name }>;

export async function grabLock(life: Life, token: string): Promise<void> {
  await life.redis.set(life.lockKey, token);
  life.model.lock = token;
}

export async function dropLock(life: Life): Promise<void> {
  await life.redis.del(life.lockKey);
  life.model.lock = null;
}

export async function regainLock(life: Life): Promise<void> {
  const [newest] = life.turns;
  if (newest && life.model.lock === null) await grabLock(life, newest.turn.token);
}

export function runClaim(life: Life, { worker, grab, elsewhere }: Of<'claim'>): Call {
  const token = `worker-${worker}`;
  const lock = { lockKey: life.lockKey, token };
  const [one, other] = providersOf(life.id);
  const provider = (life.model.provider === one) === elsewhere ? other : one;
  let along = { anchor: null, reference: null } as OpenTurn['along'];
  let before = '';
  return {
    name: 'claim',
    async real() {
      if (grab) await grabLock(life, token);
      const outcome = await life.state.batches.claim(life.id, lock, provider);
      if (outcome.kind === 'rest') return `rest ${outcome.status}`;
      if (outcome.kind !== 'claimed') return outcome.kind;
      before = outcome.batch.reference?.panel ?? '';
      return JSON.stringify(describeClaim(outcome.batch));
    },
    model() {
      const outcome = claim(life.model, token, provider);
      if (typeof outcome === 'string') return outcome;
      along = outcome.along;
      return JSON.stringify(outcome);
    },
    async after(answer) {
      if (answer.startsWith('{')) {
        const { fence, batch } = JSON.parse(answer) as Claim;
        const turn = { token, fence, batch };
        life.turns.unshift({ turn, fence: { story: life.id, ...lock, number: fence }, along, before });
        life.turns.splice(6);
      } else if (grab && answer !== 'lost') {
        // The job has nothing to do: it ends, or waits.
        await dropLock(life);
      }
    },
  };
}

function describeClaim(batch: ClaimedBatch): Claim {
  const targets = [...batch.panels, ...batch.further].sort(
    (a, b) => a.place - b.place || (a.target < b.target ? -1 : 1),
  );
  return {
    fence: batch.fence.number,
    batch: batch.id,
    number: batch.number,
    attempt: batch.attempt,
    tries: batch.tries,
    along: { anchor: batch.anchor?.sha256 ?? null, reference: batch.reference?.frame.sha256 ?? null },
    before: batch.reference?.panel ?? null,
    cascade: batch.cascade,
    cancelled: batch.cancelled,
    collects: batch.collects,
    panels: targets.map(
      ({ target, number, redraw, asked, kept, carried, stays, spec }) =>
        `${target} ${number} ${redraw} ${asked} ${kept?.sha256 ?? '-'} ${carried} ${stays} ${JSON.stringify(spec)}`,
    ),
    requests: batch.requests.map(({ id, state, vendorId }) => `${id} ${state} ${vendorId ?? ''}`),
  };
}

const batchOfTurn = (life: Life, opened: OpenTurn): Batch | undefined =>
  life.model.batches.find(({ id }) => id === opened.turn.batch);

/** What of a batch has no frame yet. */
function missing(batch: Batch): Target[] {
  return batch.panels.flatMap((panel) => {
    const further = Array.from({ length: (panel.asked?.count ?? 1) - 1 }, (_, index) => index + 1);
    const { art } = panel;
    const own: Target[] = panel.kept === null ? [{ panel, further: 0, art }] : [];
    return [...own, ...further.filter((i) => !panel.further.has(i)).map((i) => ({ panel, further: i, art }))];
  });
}

export function runIntend(life: Life, command: Of<'intend'>, opened: OpenTurn): Call | null {
  const batch = batchOfTurn(life, opened);
  const targets = batch ? chosen(missing(batch), command.mask) : [];
  if (targets.length === 0) return null;
  const known = [...life.model.requests.keys()][0];
  const intents = (command.grouped ? [targets] : targets.map((target) => [target])).map((drawn, index) => {
    const id = command.reuse && known !== undefined && index === 0 ? known : `q${life.next()}:1`;
    if (!life.draws.has(id)) life.draws.set(id, drawn);
    const panels = [...new Set(drawn.map(({ panel }) => panel))];
    return { id, panels, estimate: Math.ceil(command.high / 2), high: command.high };
  });
  // The first batch goes along with nothing.
  const outdated = command.outdated && batch !== life.model.batches[0];
  if (outdated) life.model.frames.set('nobody', null);
  const along = outdated ? { anchor: 'nobody', reference: 'nobody' } : opened.along;
  const seen = { anchor: rawFrame(life, along.anchor), reference: rawFrame(life, along.reference) };
  const asked = intents.map(({ id, panels, estimate, high }) =>
    testIntent(
      id,
      panels.map((panel) => panel.id),
      { expected: estimate, high },
    ),
  );
  return {
    name: 'intend',
    async real() {
      const provider = life.model.provider as ProviderId;
      const batchFacts = { id: opened.turn.batch, seen, spec: { render: { provider, model: 'storyboard' } } };
      const outcome = await life.state.batches.intend(opened.fence, batchFacts, asked);
      if (outcome.kind === 'used') return `used ${outcome.ids.join(' ')}`;
      if (outcome.kind === 'provider_paused') return `provider_paused ${outcome.reason}`;
      return outcome.kind === 'budget' ? `budget ${outcome.budget} ${outcome.needed}` : outcome.kind;
    },
    model: () => intend(life.model, opened.turn, along, intents),
  };
}

const idsOf = (life: Life, opened: OpenTurn, states: readonly string[], mask: number): string[] =>
  chosen(
    [...(batchOfTurn(life, opened)?.requests ?? [])].filter((id) =>
      states.includes(life.model.requests.get(id)?.state ?? ''),
    ),
    mask,
  );

const everyState = ['intended', 'ordered', 'kept', 'refused', 'possibly_paid'];

export function runOrder(life: Life, { mask, any }: Of<'order' | 'saveVendorIds'>, opened: OpenTurn): Call | null {
  const ids = idsOf(life, opened, any ? ['intended', 'ordered'] : ['intended'], mask);
  if (ids.length === 0) return null;
  return {
    name: 'order',
    real: () =>
      life.state.batches.order(
        opened.fence,
        ids.map((id) => ({ ...testSent(id), findable: isFindable(id) })),
      ),
    model: () => order(life.model, opened.turn, ids),
  };
}

/** A vendor's id answers one request of one story. */
const vendorIdOf = (life: Life, request: string): string => `v-${life.id}-${request}`;

export function runSaveVendorIds(
  life: Life,
  { mask, any }: Of<'order' | 'saveVendorIds'>,
  opened: OpenTurn,
): Call | null {
  const ids = idsOf(life, opened, any ? everyState : ['ordered'], mask).map((id) => ({
    id,
    vendorId: vendorIdOf(life, id),
  }));
  if (ids.length === 0) return null;
  return {
    name: 'saveVendorIds',
    real: () => life.state.batches.saveVendorIds(opened.fence, ids),
    model: () => saveVendorIds(life.model, opened.turn, ids),
  };
}

export function runSettle(life: Life, command: Of<'settle'>, opened: OpenTurn): Call | null {
  const ids = idsOf(life, opened, command.any ? everyState : ['ordered'], command.mask);
  const settlements = ids.map((id, index): SettlementModel => {
    const outcome = command.outcomes[index % command.outcomes.length] as SettlementModel['outcome'];
    const cost = command.cost + index;
    return { id, outcome, cost, frames: outcome === 'kept' ? drawn(life, opened, life.draws.get(id) ?? []) : [] };
  });
  return settlements.length === 0 ? null : settleCall(life, opened, settlements);
}

export function runRecall(life: Life, { target }: Of<'recall'>, opened: OpenTurn): Call | null {
  const batch = batchOfTurn(life, opened);
  const targets = batch ? missing(batch) : [];
  const one = targets[target % targets.length];
  if (!one) return null;
  // The record under the request key may hold the very frame that is selected.
  const same = target % 2 === 0 && one.further === 0 ? one.panel.selected : null;
  const frames = same === null ? drawn(life, opened, [one]) : [{ panel: one.panel, further: one.further, frame: same }];
  return settleCall(life, opened, [{ id: `r${life.next()}:0`, outcome: 'kept', cost: 0, frames }]);
}

/** New frames, drawn from what the turn was given; in the first batch later panels go along with the first one's. */
function drawn(life: Life, opened: OpenTurn, targets: readonly Target[]): SettlementModel['frames'] {
  const { along, turn } = opened;
  const batch = batchOfTurn(life, opened);
  return targets.map(({ panel, further, art }) => {
    const frame = `f${life.next()}`;
    const firstOne = life.model.batches[0]?.panels[0] as Panel;
    const anchored =
      turn.batch === life.model.batches[0]?.id && panel !== firstOne
        ? { anchor: firstOne.kept, reference: null }
        : along;
    life.model.frames.set(frame, anchored);
    const wanted = panel.art === art && batch?.panels.includes(panel);
    return { panel, further: wanted ? further : null, frame };
  });
}

function settleCall(life: Life, opened: OpenTurn, settlements: readonly SettlementModel[]): Call {
  const stored = settlements.map(
    ({ frames, ...rest }): Settlement => ({
      ...rest,
      key: testKey(rest.id),
      frames: frames.map(({ panel, further, frame }) => ({
        panel: panel.id,
        target: further === null ? null : `${panel.id}${further === 0 ? '' : `+${further}`}`,
        frame: storedFrame(life, frame),
      })),
    }),
  );
  return {
    name: 'settle',
    real: () => life.state.batches.settle(opened.fence, opened.turn.batch, stored),
    model: () => settle(life.model, opened.turn, settlements),
  };
}

export function runLearn(life: Life, { which, says }: Of<'learn'>): Call | null {
  const ids = [...life.model.requests.keys()];
  const id = ids[which % Math.max(1, ids.length)];
  if (id === undefined) return null;
  const evidence =
    says === 'found'
      ? ({ says, source: 'webhook', vendorId: vendorIdOf(life, id) } as const)
      : says === 'paid'
        ? ({ says, source: 'user', cost: null } as const)
        : ({ says, source: 'user' } as const);
  return {
    name: 'learn',
    async real() {
      const outcome = await life.state.requests.learn(life.id, id, evidence);
      if (outcome.kind === 'learnt') return `learnt ${outcome.status}`;
      return outcome.kind === 'invalid' ? `invalid ${outcome.state}` : outcome.kind;
    },
    model: () => learn(life.model, id, says, vendorIdOf(life, id)),
  };
}

/** Much later than any test takes, in milliseconds. */
const muchLaterMs = 1e9;

export function runEndCollecting(life: Life, { later, holds }: Of<'endCollecting'>, opened: OpenTurn): Call {
  return {
    name: 'endCollecting',
    async real() {
      const ended = await life.state.batches.endCollecting(opened.fence, opened.turn.batch, later ? muchLaterMs : 0);
      return ended === 'fenced' ? ended : `ended ${ended.status}`;
    },
    model: () => endCollecting(life.model, opened.turn, later),
    after: async (answer) => {
      if (answer !== 'fenced' && !holds) await dropLock(life);
    },
  };
}

/** Commit, release, retry and fail: the turn's end. */
export function runEnd(life: Life, command: Of<'commit' | 'retry' | 'release' | 'fail'>, opened: OpenTurn): Call {
  const { model, state } = life;
  const { fence, turn, along } = opened;
  const after = async (answer: string) => {
    if (answer !== 'fenced' && !answer.startsWith('incomplete') && !command.holds) await dropLock(life);
  };
  switch (command.do) {
    case 'commit': {
      const reference =
        along.reference === null
          ? null
          : { panel: opened.before, number: 0, frame: storedFrame(life, along.reference) };
      return {
        name: 'commit',
        after,
        async real() {
          const outcome = await state.batches.commit(fence, { id: turn.batch, reference }, 1);
          if (outcome.kind === 'committed') return `committed ${outcome.next}`;
          return outcome.kind === 'incomplete' ? `incomplete ${outcome.panel}` : outcome.kind;
        },
        model: () =>
          commit(model, turn, along.reference === null ? null : { frame: along.reference, panel: opened.before }),
      };
    }
    case 'release': {
      const { code, suspends } = command;
      const waits = code === 'provider_paused' || code === 'rate_limited' || code === 'disk_full';
      const detail = suspends ? 'an hour left' : 'no credit';
      const wait = waits ? { wait: { detail } } : {};
      return {
        name: 'release',
        after,
        real: async () =>
          asEnd(await state.batches.release(fence, turn.batch, code, 1, { ...wait, suspended: suspends })),
        model: () => asEnd(release(model, turn, { code, suspends, wait: waits ? detail : null })),
      };
    }
    case 'retry':
      return {
        name: 'retry',
        after,
        real: async () => asEnd(await state.batches.retry(fence, turn.batch, { code: 'server_error', detail: '' }, 1)),
        model: () => asEnd(retry(model, turn, 'server_error')),
      };
    default: {
      const { code, whole, mask } = command;
      const batch = batchOfTurn(life, opened);
      const panels = whole || !batch ? [] : chosen(batch.panels, mask);
      const failure = { code, detail: '' };
      const listed = panels.map(({ id }) => ({ panel: id, failure }));
      return {
        name: 'fail',
        after,
        real: () => state.batches.fail(fence, turn.batch, failure, listed, 1),
        model: () => fail(model, turn, code, panels),
      };
    }
  }
}

/** Answers that name the story's status, as opposed to refusals. */
const asEnd = (answer: string): string => (answer === 'fenced' ? answer : `ended ${answer}`);
