import { NextpanelError, type Order, type Provider } from '@nextpanel/core';
import { drawStoryboardFrame } from '@nextpanel/imaging';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../src/context.ts';
import { startWorker } from '../../src/start-worker.ts';
import { amendStory } from '../../src/stories/amend-story.ts';
import { pauseStory, resumeStory } from '../../src/stories/command-story.ts';
import { editPanel } from '../../src/stories/edit-panel.ts';
import { listLedger } from '../../src/stories/list-ledger.ts';
import { listPanels } from '../../src/stories/list-panels.ts';
import { submitStory } from '../../src/stories/submit-story.ts';
import { listTakes } from '../../src/stories/takes.ts';
import { openTestSystem, type TestSystem, testTenant as tenant, testSpec, untilStatus } from '../testing.ts';

/** A vendor with a queue: what it accepted outlives our processes, and is charged when it is accepted. */
interface Vendor {
  readonly accepted: Map<string, { readonly panels: readonly number[]; readonly prompt: string }>;
  readonly collected: string[];
  /** Panels whose submit is drawn and charged, but whose response never arrives. */
  readonly lost: Set<number>;
  /** Panels whose picture the vendor says once that it does not have. */
  readonly missing: Set<number>;
  /** Nothing is finished while this is set. */
  busy: boolean;
  /** A default of the program: it is part of every new request's key. */
  style: string;
  readonly provider: Provider;
}

let system: TestSystem;
let vendor: Vendor;
let context: Context;

const panelsOf = ({ panels }: Pick<Order, 'panels'>): number[] => panels.map(({ number }) => number);

function openVendor(): Vendor {
  const it: Omit<Vendor, 'provider'> = {
    accepted: new Map(),
    collected: [],
    lost: new Set(),
    missing: new Set(),
    busy: true,
    style: 'ink',
  };
  const provider: Provider = {
    id: 'openai',
    fingerprint: 'key-1',
    parameters: () => ({ style: it.style }),
    prepare: async ({ prompt }) => ({ prompt, style: it.style }),
    async submit(request, { prompt }, signal) {
      const id = `v${it.accepted.size + 1}`;
      it.accepted.set(id, { panels: panelsOf(request), prompt: String(prompt) });
      const [panel = 0] = panelsOf(request);
      if (it.lost.delete(panel)) await stopped(signal);
      return { kind: 'accepted', vendorId: id };
    },
    async collect(order, vendorId, signal) {
      if (it.busy) await stopped(signal);
      const [wanted = 0] = panelsOf(order);
      if (it.missing.delete(wanted)) throw new NextpanelError('result_expired', 'no such request', { money: 'paid' });
      it.collected.push(vendorId);
      const frames = await Promise.all(
        order.panels.map(({ number, prompt, characters }) =>
          drawStoryboardFrame({
            width: 512,
            height: 512,
            number,
            prompt: `${prompt} ${vendorId}`,
            characters,
            language: 'en',
            reference: null,
            requestKey: order.key,
          }),
        ),
      );
      return { frames, costMicroUsd: 10_000 };
    },
  };
  return Object.assign(it, { provider });
}

/** Rejects with the signal's reason, and never before. */
const stopped = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason));
  });

beforeEach(async () => {
  system = await openTestSystem();
  vendor = openVendor();
  context = { ...system.context, providers: new Map([[vendor.provider.id, vendor.provider]]) };
});
afterEach(() => system[Symbol.asyncDispose]());

async function submit(panels: number, render: Record<string, unknown> = {}): Promise<string> {
  const spec = testSpec(panels, {
    render: { provider: 'openai', model: 'gpt-image-2', size: '1024x1024', quality: 'low', ...render },
  });
  return (await submitStory(context, { tenant, spec })).story.id;
}

/** One worker that takes the story up and stops with everything still at the vendor. */
async function orderAndStop(accepted: number, drainMs = 5_000): Promise<void> {
  const worker = await startWorker(context);
  await expect.poll(() => vendor.accepted.size).toBe(accepted);
  await worker.drain(drainMs);
}

async function drawOn(id: string, ...statuses: Parameters<typeof untilStatus>[2][]) {
  vendor.busy = false;
  const worker = await startWorker(context);
  try {
    return await untilStatus(context, id, ...statuses);
  } finally {
    await worker.drain(5_000);
  }
}

const ledgerOf = async (id: string) =>
  (await listLedger(context, { tenant, id, limit: 50 })).items.map(({ panels, state }) => `${panels.join()} ${state}`);

describe('orders that a vendor has when a process stops', () => {
  it('are collected by the next one, though a default has changed since: eight frames are paid for eight panels', async () => {
    const id = await submit(8);
    await orderAndStop(8);
    vendor.style = 'watercolour';
    expect((await drawOn(id, 'composing')).status).toBe('composing');
    expect(vendor.accepted.size).toBe(8);
    expect(vendor.collected.toSorted()).toEqual([...vendor.accepted.keys()].toSorted());
    expect(await ledgerOf(id)).toEqual(Array.from({ length: 8 }, (_, index) => `${index + 1} kept`));
  });

  it('are collected though the catalogue no longer has their model; what is still to be drawn says so', async () => {
    const id = await submit(2, { batchSize: 1 });
    await orderAndStop(1);
    const models = context.catalogue.models.filter(({ id: model }) => model !== 'gpt-image-2');
    context = { ...context, catalogue: { ...context.catalogue, models } };
    const story = await drawOn(id, 'needs_attention');
    expect(story.waitingOn).toBe('unknown_model');
    expect(await ledgerOf(id)).toEqual(['1 kept']);
  });

  it('are all collected before the user decides about one whose outcome is unknown', async () => {
    vendor.lost.add(2);
    const id = await submit(4, { batchSize: 4, unknownOutcome: 'ask' });
    // The process gives up on the submit that gets no answer.
    await orderAndStop(4, 200);
    const story = await drawOn(id, 'needs_attention');
    expect(story).toMatchObject({ waitingOn: 'unknown_outcome', failures: [{ panel: 2 }] });
    expect(await ledgerOf(id)).toEqual(['1 kept', '2 possibly_paid', '3 kept', '4 kept']);
    expect(vendor.accepted.size).toBe(4);
  });

  it('are asked for again when the vendor says for a moment that it does not have one', async () => {
    vendor.missing.add(2);
    const id = await submit(3, { batchSize: 3 });
    await orderAndStop(3);
    expect((await drawOn(id, 'composing', 'needs_attention')).status).toBe('composing');
    expect(vendor.accepted.size).toBe(3);
    expect(await ledgerOf(id)).toEqual(['1 kept', '2 kept', '3 kept']);
  });

  it('are collected before the budget refuses the others of their batch', async () => {
    const id = await submit(3, { batchSize: 3 });
    await orderAndStop(3);
    await pauseStory(context, { tenant, id });
    const change = { prompt: 'the hare sleeps', cascade: 'keep', dryRun: false } as const;
    await editPanel(context, { tenant, id, number: 2 }, change);
    await amendStory(context, { tenant, id }, { budget: { maxUsd: 0.001 } });
    await resumeStory(context, { tenant, id });
    expect((await drawOn(id, 'needs_attention')).waitingOn).toBe('budget');
    expect(await ledgerOf(id)).toEqual(['1 kept', '2 kept', '3 kept']);
    expect(vendor.accepted.size).toBe(3);
  });

  it('become takes where their panel was edited since, and the panel is ordered again', async () => {
    const id = await submit(3, { batchSize: 3 });
    await orderAndStop(3);
    await pauseStory(context, { tenant, id });
    const change = { prompt: 'the hare sleeps', cascade: 'keep', dryRun: false } as const;
    await editPanel(context, { tenant, id, number: 2 }, change);
    await resumeStory(context, { tenant, id });
    expect((await drawOn(id, 'composing')).status).toBe('composing');
    expect(vendor.accepted.size).toBe(4);
    expect([...vendor.accepted.values()].at(-1)).toMatchObject({ panels: [2] });
    expect(await ledgerOf(id)).toEqual(['1 kept', '2 kept', '2 kept', '3 kept']);
    const takes = (await listTakes(context, { tenant, id, number: 2, limit: 10 })).items;
    expect(takes).toHaveLength(2);
    expect(takes.filter(({ selected }) => selected)).toHaveLength(1);
    const [, second] = (await listPanels(context, { tenant, id, limit: 10 })).items;
    expect(second).toMatchObject({ prompt: 'the hare sleeps', status: 'drawn', takes: 2 });
    expect(takes.find(({ selected }) => selected)?.prompt).toContain('the hare sleeps');
  });
});
