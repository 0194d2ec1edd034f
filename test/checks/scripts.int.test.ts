import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AdaptedScriptView, parseConfig, storySpecSchema } from '@nextpanel/core';
import {
  addTenant,
  type Context,
  cancelScript,
  deleteScript,
  estimateScript,
  listScripts,
  openContext,
  readCosts,
  readLedger,
  readScript,
  retryScript,
  startAdapting,
  submitScript,
} from '@nextpanel/pipeline';
import { type JudgeManner, startVendors, type Vendors, vendorEnvironment } from '@nextpanel/vendors';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let vendors: Vendors;
let context: Context;
let opened: AsyncDisposableStack;
const tenant = 'test';
const callPrice = 0.01;

async function open(env: Readonly<Record<string, string>> = {}): Promise<void> {
  opened = new AsyncDisposableStack();
  vendors = opened.use(await startVendors());
  const directory = await mkdtemp(join(tmpdir(), 'nextpanel-scripts-'));
  opened.defer(() => rm(directory, { recursive: true, force: true }));
  const config = parseConfig({
    REDIS_URL: process.env.REDIS_URL,
    NEXTPANEL_REDIS_PREFIX: `scripts-${randomUUID()}`,
    NEXTPANEL_DATA_DIR: directory,
    NEXTPANEL_FSYNC: 'off',
    NEXTPANEL_SCRIPT_PRICE: String(callPrice),
    ...vendorEnvironment(vendors, 'chat'),
    ...env,
  });
  context = opened.use(await openContext(config, { log: pino({ level: 'silent' }), role: 'worker' }));
}
const start = async () => {
  const adapting = await startAdapting(context);
  opened.defer(() => adapting.drain(5_000));
};
beforeEach(() => open());
afterEach(() => opened.disposeAsync());

/** Twelve sentences, of which four are spoken; with the emulator two scenes and six panels. */
const prose = `At dawn the hare Ida met the tortoise Olga. “You are slow,” said Ida. The sun came up over Olga. “We will see,” said Olga.

So the two of them, Ida and Olga, stood at the oak. A fox called Rolf raised his flag. “Run!” cried Rolf. Off went Ida.

At noon the hare slept under a tree. Slowly the tortoise went past Ida. “Wake up,” whispered the wind. Then it was Olga who won.`;

interface Sent {
  readonly source?: string;
  readonly maxUsd?: number;
  readonly panels?: number;
}

const send = ({ source = prose, maxUsd, panels }: Sent = {}) =>
  submitScript(context, {
    tenant,
    source,
    format: 'auto',
    model: 'writes-all',
    language: 'en',
    title: null,
    wishes: { panels: panels ?? null, guidance: null },
    maxUsd: maxUsd ?? null,
  });

/** The panels of its draft. */
const panelsOf = ({ draft }: Pick<AdaptedScriptView, 'draft'>) =>
  (draft?.story.panels ?? []) as readonly { readonly text?: readonly unknown[] }[];

/** The script once a condition holds; states change within moments, and there is no stream of them. */
async function until(id: string, holds: (script: AdaptedScriptView) => boolean): Promise<AdaptedScriptView> {
  let script = await readScript(context, tenant, id);
  await expect
    .poll(
      async () => {
        script = await readScript(context, tenant, id);
        return holds(script);
      },
      { timeout: 30_000, interval: 50 },
    )
    .toBe(true);
  return script;
}
const isOver = ({ status }: { readonly status: string }) => status !== 'waiting' && status !== 'writing';

async function adapt(sent: Sent = {}): Promise<AdaptedScriptView> {
  const { id } = await send(sent);
  return until(id, isOver);
}

describe('a script that a model adapts', () => {
  it('becomes a draft that can be submitted: scenes, places, cast, every quote word for word', async () => {
    await start();
    const script = await adapt();
    expect(script).toMatchObject({ status: 'done', reason: null, format: 'prose' });
    const story = storySpecSchema.parse({ title: 'The race', ...script.draft?.story });
    expect(story.panels).toHaveLength(6);
    expect(story.scenes).toHaveLength(2);
    expect(story.characters.map(({ name }) => name)).toEqual(expect.arrayContaining(['Ida', 'Olga', 'Rolf']));
    const spoken = story.panels.flatMap(({ text }) => text.map((it) => it.text));
    expect(spoken).toEqual(['You are slow,', 'We will see,', 'Run!', 'Wake up,']);
    expect(script.draft?.coverage).toMatchObject({ leftOut: [], notVerbatim: [], outOfOrder: [] });
  });

  it('costs what its questions cost, in the ledger and by model, and is not paid twice when it is sent again', async () => {
    await start();
    const { id, spentUsd, estimate } = await adapt();
    expect(vendors.judged).toHaveLength(3);
    expect(spentUsd).toBeCloseTo(3 * callPrice);
    expect(estimate).toMatchObject({ expectedUsd: expect.closeTo(2 * callPrice), priceKnown: true });
    expect(await adapt()).toMatchObject({ id, status: 'done' });
    // Another script of the same words: its answers are recalled.
    expect(await adapt({ maxUsd: 5 })).toMatchObject({ status: 'done', spentUsd: 0 });
    expect(vendors.judged).toHaveLength(3);
    const ledger = await readLedger(context, { tenant, limit: 10 });
    expect(ledger.providers.script).toEqual({ spentUsd: expect.closeTo(0.03), heldUsd: 0, possiblyUsd: 0 });
    expect(ledger.total.spentUsd).toBeCloseTo(0.03);
    const { byModel } = await readCosts(context, { tenant, governs: false });
    expect(byModel).toMatchObject([{ provider: 'script', model: 'writes-all', spentUsd: expect.closeTo(0.03) }]);
    await deleteScript(context, tenant, id);
    await expect(readScript(context, tenant, id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await listScripts(context, tenant)).map((it) => it.id)).not.toContain(id);
    expect((await readLedger(context, { tenant, limit: 10 })).total.spentUsd).toBeCloseTo(0.03);
  });

  it('is estimated free of charge', async () => {
    const sent = {
      source: prose,
      format: 'auto',
      model: 'm',
      language: 'en',
      wishes: { panels: null, guidance: null },
    } as const;
    expect(estimateScript(context, sent)).toMatchObject({ pieces: 12, calls: 2, expectedUsd: 0.02, highUsd: 0.06 });
    expect(vendors.judged).toHaveLength(0);
  });

  it.each<[string, Partial<JudgeManner>, number]>([
    ['knows no JSON mode', { knows: [], chatty: true }, 3],
    ['knows tools alone', { knows: ['tool'] }, 3],
    ['changes what is spoken, until it is corrected', { rewrites: true }, 5],
  ])('has the same panels from a server that %s', async (_, manner, answers) => {
    Object.assign(vendors.judge, manner);
    await start();
    const { status, draft, reason } = await adapt();
    expect({ status, reason, notVerbatim: draft?.coverage.notVerbatim }).toEqual({
      status: 'done',
      reason: null,
      notVerbatim: [],
    });
    expect(panelsOf({ draft })).toHaveLength(6);
    expect(vendors.judged).toHaveLength(answers);
  });

  it('is asked for in halves where answers are cut at the limit of the model', async () => {
    vendors.judge.framesMost = 3;
    await start();
    const { status, draft, reason } = await adapt();
    expect({ status, reason }).toEqual({ status: 'done', reason: null });
    expect(draft?.coverage).toMatchObject({ leftOut: [], notVerbatim: [], outOfOrder: [] });
  });

  it.each<[string, Partial<JudgeManner>, string]>([
    ['breaks off its JSON', { halfJson: 1 }, 'the JSON is broken'],
    ['declines', { refuses: true }, 'the model declines'],
  ])('is divided sentence by sentence when the model %s, and says so', async (_, manner, why) => {
    Object.assign(vendors.judge, manner);
    await start();
    const { status, draft, reason } = await adapt();
    expect(status).toBe('done');
    expect(reason).toContain(why);
    expect(draft?.coverage.notVerbatim).toEqual([]);
    expect(panelsOf({ draft }).flatMap(({ text = [] }) => text)).toHaveLength(4);
    expect(vendors.judged.length).toBeLessThanOrEqual(4);
  });

  it('keeps the scenes of an answer whose panels cannot be used', async () => {
    vendors.judge.strangers = true;
    await start();
    const { status, draft, reason } = await adapt();
    expect(status).toBe('done');
    expect(reason?.split('\n')).toEqual([
      expect.stringMatching(/^sentences 1 to 8 became panels without the model: .*9999/),
      expect.stringMatching(/^sentences 9 to 12 became panels without the model/),
    ]);
    expect(draft?.story.scenes).toHaveLength(2);
  });

  it('never costs more than it may, and continues when another limit is given', async () => {
    await start();
    const poor = await adapt({ maxUsd: 0.02 });
    expect(poor).toMatchObject({
      status: 'failed',
      code: 'budget',
      reason: expect.stringContaining('its limit of $0.02'),
    });
    expect(vendors.judged.length).toBeLessThanOrEqual(2);
    const asked = vendors.judged.length;
    expect(await adapt({ maxUsd: 0.03 })).toMatchObject({
      status: 'done',
      spentUsd: expect.closeTo(callPrice * (3 - asked)),
    });
    expect(vendors.judged).toHaveLength(3);
  });

  it("stays within the tenant's day", async () => {
    await addTenant(context, { id: tenant, limits: { usdPerDay: 0.01 } });
    await start();
    expect(await adapt()).toMatchObject({ status: 'failed', code: 'tenant_budget' });
    expect(vendors.judged).toHaveLength(1);
  });

  it('waits for a server that is busy or away, and says since when and until when', async () => {
    vendors.faults.next('rate-limited-seconds', { vendor: 'chat', times: 3 });
    await start();
    const { id } = await send();
    const waiting = await until(id, ({ status, retryAt }) => status === 'waiting' && retryAt !== null);
    expect(waiting).toMatchObject({
      code: 'rate_limited',
      reason: expect.stringContaining('asked too often'),
      spentUsd: 0,
    });
    await retryScript(context, tenant, id);
    expect(await until(id, isOver)).toMatchObject({ status: 'done', reason: null, spentUsd: expect.closeTo(0.03) });
  });

  it('asks once more for one answer that was lost, and says what may be paid; twice lost it waits for the user', async () => {
    vendors.faults.next('reset-after-work', { vendor: 'chat', times: 2 });
    await start();
    const { id } = await send();
    await until(id, ({ status, retryAt }) => status === 'waiting' && retryAt !== null);
    expect(await readScript(context, tenant, id)).toMatchObject({ possiblyUsd: callPrice, code: 'connection_lost' });
    const failed = await until(id, isOver);
    expect(failed).toMatchObject({
      status: 'failed',
      code: 'unknown_outcome',
      possiblyUsd: 2 * callPrice,
      spentUsd: 0,
    });
    await retryScript(context, tenant, id);
    expect(await until(id, isOver)).toMatchObject({
      status: 'done',
      spentUsd: expect.closeTo(0.03),
      possiblyUsd: 0.02,
    });
    expect(vendors.judged).toHaveLength(5);
  });

  it.each([
    ['wrong-key', 'wrong_credentials', 'NEXTPANEL_SCRIPT_API_KEY'],
    ['quota-exhausted', 'quota_exhausted', 'no credit left'],
  ] as const)('fails at once on %s, and continues after that is corrected', async (fault, code, why) => {
    vendors.faults.next(fault, { vendor: 'chat' });
    await start();
    const failed = await adapt();
    expect(failed).toMatchObject({ status: 'failed', code, reason: expect.stringContaining(why), spentUsd: 0 });
    await retryScript(context, tenant, failed.id);
    expect(await until(failed.id, isOver)).toMatchObject({ status: 'done' });
  });

  it('can be cancelled, continued and deleted, by its tenant alone', async () => {
    const { id } = await send();
    await expect(deleteScript(context, tenant, id)).rejects.toMatchObject({ code: 'invalid_state' });
    for (const act of [readScript, cancelScript, retryScript, deleteScript])
      await expect(act(context, 'another', id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await listScripts(context, 'another')).toEqual([]);
    expect(await cancelScript(context, tenant, id)).toMatchObject({ status: 'cancelled' });
    await start();
    await retryScript(context, tenant, id);
    expect(await until(id, isOver)).toMatchObject({ status: 'done' });
    await expect(cancelScript(context, tenant, id)).rejects.toMatchObject({ code: 'invalid_state' });
  });
});

it('is part of a backup, and its place in the queue is not', async () => {
  const { id } = await send();
  const names: string[] = [];
  for await (const dumped of context.state.backups.dump()) names.push(...dumped.map(({ name }) => name));
  expect(names).toEqual(expect.arrayContaining([`script:${id}`, 'open-scripts', `tenant:${tenant}:scripts`]));
  expect(names.filter((name) => name.startsWith('scripts:'))).toEqual([]);
});

describe('what is refused', () => {
  it.each([
    ['PAGE 1\nPanel 1. A meadow.\nHARE: Hello!', 'names its panels itself'],
    ['prompt,text\nA hill,Once\n', 'names its panels itself'],
    [' \n ', 'is empty'],
    ['a '.repeat(300_000), 'the longest that is read'],
  ])('is named (%#)', async (source, why) => {
    await expect(send({ source })).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining(why) });
  });

  it('no server is set up', async () => {
    await opened.disposeAsync();
    await open({ NEXTPANEL_SCRIPT_BASE_URL: '' });
    await expect(send()).rejects.toMatchObject({
      code: 'provider_unavailable',
      message: expect.stringContaining('NEXTPANEL_SCRIPT_BASE_URL'),
    });
  });
});
