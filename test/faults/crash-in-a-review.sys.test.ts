import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@nextpanel/client';
import type { FailpointName } from '@nextpanel/core';
import { startSystem, type TestSystem } from '@nextpanel/harness';
import { startVendors, vendorEnvironment } from '@nextpanel/vendors';
import { expect, it } from 'vitest';

/**
 * The worker is killed with SIGKILL at places of a batch of two panels that is reviewed, and of which one panel is drawn once more. A
 * failpoint is passed once for each request: twice by the panels, then by the review, the retake and the comparison.
 */
const places: readonly (readonly [
  place: string,
  name: FailpointName,
  times: number,
  lost: 'nothing' | 'review' | 'retake',
])[] = [
  ['the review is intended', 'requests-intended', 3, 'nothing'],
  ['the review is sent', 'requests-ordered', 3, 'review'],
  ['the answer is recorded', 'record-written', 3, 'nothing'],
  ['the retake is sent', 'requests-ordered', 4, 'retake'],
  ['the retake is recorded', 'record-written', 4, 'nothing'],
  ['the retake is kept', 'frame-kept', 3, 'nothing'],
  ['the comparison is recorded', 'record-written', 5, 'nothing'],
  ['the verdicts are recorded', 'frames-kept', 2, 'nothing'],
  ['everything is decided', 'batch-committed', 1, 'nothing'],
];

/** What the verdict on the second panel says then. */
const outcomes = {
  nothing: 'a corrective retake',
  review: 'not reviewed: the answer of the judge was lost',
  retake: 'yielded no frame',
};

async function untilDrawn(client: Client, system: TestSystem, id: string): Promise<void> {
  const stop = new AbortController();
  for await (const event of client.events(id, { signal: stop.signal })) {
    if (event.type !== 'story.status') continue;
    if (event.status === 'composing' || event.status === 'completed') break;
    if (event.status === 'needs_attention') throw new Error(system.process('worker').log());
  }
  stop.abort();
}

it('SIGKILL in a review or a corrective retake pays nothing twice, and no retake is made a second time', async () => {
  await using opened = new AsyncDisposableStack();
  const vendors = opened.use(await startVendors({ compatible: { url: false, ignoresN: false, size: null } }));
  const directory = await mkdtemp(join(tmpdir(), 'nextpanel-review-'));
  opened.defer(() => rm(directory, { recursive: true, force: true }));
  const catalogue = join(directory, 'catalogue.json');
  const price = { by: 'image', usd: 0.05, margin: 0 };
  const model = { provider: 'openai-compatible', id: 'm', maxReferences: 6, price };
  await writeFile(catalogue, JSON.stringify({ models: [model] }));
  const system = opened.use(
    await startSystem({
      ...vendorEnvironment(vendors, 'openai-compatible'),
      ...vendorEnvironment(vendors, 'chat'),
      NEXTPANEL_CATALOGUE: catalogue,
      NEXTPANEL_REVIEW_PRICE: '0.01',
    }),
  );
  const client = createClient({ baseUrl: system.url() });
  for (const [place, name, times, lost] of places) {
    const title = `killed when ${place}`;
    const offModel = { vendor: 'openai-compatible', match: { prompt: `${title}: the hare passes tree 2` } } as const;
    vendors.faults.next('off-model-picture', offModel);
    const [drawnBefore, judgedBefore] = [vendors.ledger.length, vendors.judged.length];
    const doomed = system.process('worker');
    await doomed.arm(`${name}:${times}`);
    const { id } = await client.submit({
      json: {
        title,
        characters: [{ id: 'hare', name: 'Hare', description: 'a brown hare' }],
        render: { provider: 'openai-compatible', model: 'm', size: '1024x1024', batchSize: 2 },
        review: { model: 'sees-all' },
        panels: [1, 2].map((n) => ({ prompt: `${title}: the hare passes tree ${n}`, characters: ['hare'] })),
      },
    });
    expect(await doomed.exited, title).toBe('SIGKILL');
    await system.start('worker');
    await untilDrawn(client, system, id);

    const [drawn, judged] = [vendors.ledger.slice(drawnBefore), vendors.judged.slice(judgedBefore)];
    const ledger = await client.ledger(id);
    const unknown = ledger.filter(({ state }) => state === 'possibly_paid').map(({ provider }) => provider);
    expect(unknown, title).toEqual(lost === 'nothing' ? [] : [lost === 'review' ? 'review' : 'openai-compatible']);
    // What was sent and lost is not sent again: the emulator had it, or it never left.
    expect(drawn.length, title).toBeLessThanOrEqual(3);
    expect(judged.length, title).toBeLessThanOrEqual(2);
    const { cost } = await client.story(id);
    expect(cost.heldUsd, title).toBe(0);
    expect(cost.spentUsd + cost.possiblyUsd, title).toBeGreaterThanOrEqual(
      0.05 * drawn.length + 0.01 * judged.length - 1e-9,
    );
    const whole = lost === 'nothing';
    expect([drawn.length, judged.length], title).toEqual(whole ? [3, 2] : [2, lost === 'review' ? 0 : 1]);
    const [second] = (await client.checks(id)).items.filter(({ panel }) => panel === 2);
    expect(second?.detail, title).toContain(outcomes[lost]);
    const takes = await client.takes(id, 2);
    expect(takes.length, title).toBe(whole ? 2 : 1);
    const selected = takes.find((take) => take.selected)?.frame.sha256;
    expect(drawn.at(-1)?.images[0]?.sha256, title).toBe(selected);
  }
}, 300_000);
