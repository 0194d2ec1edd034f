import { createHash } from 'node:crypto';
import { type Client, createClient } from '@nextpanel/client';
import type { FailpointName, ProviderId } from '@nextpanel/core';
import { startSystem, type TestSystem } from '@nextpanel/harness';
import { startVendors, type VendorName, type Vendors, vendorEnvironment } from '@nextpanel/vendors';
import { afterAll, beforeAll, describe, it } from 'vitest';

/**
 * The worker is killed with SIGKILL at every failpoint of a request, while drawing through every kind of provider: the real SDKs over HTTP;
 * the emulator's ledger shows what was paid. Stories are short: two batches, three pictures.
 */

/** Failpoints where what the vendor is asked decides, and which pass kills; the others are those of any story (`crash-at-every-failpoint`). */
const places: Partial<Record<FailpointName, number>> = {
  'requests-ordered': 1,
  'request-accepted': 1,
  'request-id-saved': 1,
  'frame-stored': 1,
  'record-written': 1,
  'frame-kept': 1,
};

/** Up to six lives of a worker for each of six kinds, in parallel. */
const deadlineMs = 600_000;

interface Kind {
  readonly provider: ProviderId;
  readonly vendor: VendorName;
  readonly render: Readonly<Record<string, unknown>>;
  /** Whether the vendor gives an id by which a request can be found again; otherwise these two places are never passed. */
  readonly reattachable: boolean;
  /** Only these failpoints, where the code is the same as another kind's. */
  readonly only?: readonly FailpointName[];
}

const decisive: readonly FailpointName[] = ['requests-ordered', 'request-id-saved', 'record-written'];

const kinds: Kind[] = [
  { provider: 'openai', vendor: 'openai', render: {}, reattachable: false },
  { provider: 'openai', vendor: 'openai', render: { recoverable: true }, reattachable: true },
  { provider: 'openai', vendor: 'openai', render: { method: 'series' }, reattachable: true, only: decisive },
  { provider: 'azure', vendor: 'azure', render: {}, reattachable: false, only: decisive },
  { provider: 'fal', vendor: 'fal', render: {}, reattachable: true },
  {
    provider: 'openai-compatible',
    vendor: 'openai-compatible',
    render: { model: 'local' },
    reattachable: false,
    only: decisive,
  },
];

/** How many of the two requests in flight may be lost, where it is unknown whether a request was paid. */
function lostAt(name: FailpointName, { vendor, reattachable }: Kind): readonly [fewest: number, most: number] {
  // fal lists its requests: each is found, or known to be absent.
  if (vendor === 'fal') return [0, 0];
  const unknowable: FailpointName[] = reattachable
    ? ['requests-ordered', 'request-accepted']
    : ['requests-ordered', 'frame-stored'];
  if (unknowable.includes(name)) return [1, 2];
  // The other request may still be in flight: not accepted yet or, where answers come only once, not answered.
  const other: FailpointName[] = reattachable ? ['request-id-saved'] : ['record-written', 'frame-kept'];
  return other.includes(name) ? [0, 1] : [0, 0];
}

/** What never arrived at fal is known to be absent within seconds. */
const soonAbsent = { FAL_START_SECONDS: '2', FAL_DRAW_SECONDS: '3' };

let vendors: Vendors;

beforeAll(async () => {
  vendors = await startVendors({ latencyMs: 10 });
});
afterAll(() => vendors.stop());

async function untilDrawn(client: Client, system: TestSystem, id: string): Promise<void> {
  const stop = new AbortController();
  for await (const event of client.events(id, { signal: stop.signal })) {
    if (event.type !== 'story.status') continue;
    if (event.status === 'composing' || event.status === 'completed') break;
    if (event.status === 'needs_attention') {
      const { failures } = await client.story(id);
      throw new Error(`waits: ${JSON.stringify(failures)}\n${system.process('worker').log()}`);
    }
  }
  stop.abort();
}

describe.concurrent.each(kinds)('SIGKILL while drawing through $provider $render', (kind) => {
  const { provider, vendor, render, reattachable, only } = kind;
  it(
    'at any failpoint of a request loses nothing, pays nothing twice except what is reported, and continues from the right frame',
    async ({ expect }) => {
      // Configured with one vendor only: loading the other SDKs would take time.
      await using system = await startSystem({ ...vendorEnvironment(vendors, vendor), ...soonAbsent });
      const client = createClient({ baseUrl: system.url() });
      for (const [name, times] of Object.entries(places) as [FailpointName, number][]) {
        if (!reattachable && (name === 'request-accepted' || name === 'request-id-saved')) continue;
        if (only && !only.includes(name)) continue;
        const tale = `${provider} ${JSON.stringify(render)} killed at ${name}`;
        const doomed = system.process('worker');
        await doomed.arm(`${name}:${times}`);
        const { id } = await client.submit({
          json: {
            title: tale,
            render: { provider, batchSize: 2, size: '1024x1024', ...render },
            panels: [1, 2, 3].map((n) => ({ prompt: `${tale}: the hare passes tree ${n}` })),
          },
        });
        expect(await doomed.exited, tale).toBe('SIGKILL');
        await system.start('worker');
        await untilDrawn(client, system, id);

        const panels = await client.panels(id);
        expect(
          panels.map(({ status }) => status),
          tale,
        ).toEqual(['drawn', 'drawn', 'drawn']);
        const ledger = await client.ledger(id);
        const lost = ledger.filter(({ state }) => state === 'possibly_paid');
        const kept = ledger.filter(({ state }) => state === 'kept');
        expect(
          kept.flatMap(({ panels: drawn }) => drawn).sort((a, b) => a - b),
          tale,
        ).toEqual([1, 2, 3]);
        const [fewest, most] = lostAt(name, kind);
        expect(lost.length, tale).toBeGreaterThanOrEqual(fewest);
        expect(lost.length, tale).toBeLessThanOrEqual(most);
        // What the vendor charged: everything kept, and beyond that only what the ledger calls possibly paid.
        const charges = vendors.ledger.filter((entry) => entry.vendor === vendor && entry.prompt.includes(tale));
        expect(charges.length, tale).toBeGreaterThanOrEqual(kept.length);
        expect(charges.length, tale).toBeLessThanOrEqual(kept.length + lost.length);
        const last = charges.filter(({ prompt }) => prompt.includes('tree 3')).at(-1);
        const reference = await (await client.panelImage(id, 2)).bytes();
        expect(
          last?.references.map(({ sha256 }) => sha256),
          tale,
        ).toContain(createHash('sha256').update(reference).digest('hex'));
      }
    },
    deadlineMs,
  );
});

describe.concurrent.each(kinds.filter(({ reattachable, only }) => reattachable && !only))(
  'SIGKILL while drawing through $provider $render, and cancelling before the next worker comes,',
  ({ provider, vendor, render }) => {
    it('loses no paid picture', async ({ expect }) => {
      // The request beside the one whose id is saved may not have been sent: at fal that is known within seconds.
      await using system = await startSystem({ ...vendorEnvironment(vendors, vendor), ...soonAbsent });
      const client = createClient({ baseUrl: system.url() });
      const tale = `${provider} ${JSON.stringify(render)} killed and cancelled`;
      const doomed = system.process('worker');
      await doomed.arm('request-id-saved:1');
      const { id } = await client.submit({
        json: {
          title: tale,
          render: { provider, batchSize: 2, size: '1024x1024', ...render },
          panels: [1, 2, 3].map((n) => ({ prompt: `${tale}: the hare passes tree ${n}` })),
        },
      });
      expect(await doomed.exited).toBe('SIGKILL');
      expect((await client.cancel(id)).status).toBe('cancelled');
      await system.start('worker');
      await expect.poll(async () => (await client.story(id)).cost.heldUsd).toBe(0);

      const ledger = await client.ledger(id);
      const of = (wanted: string) => ledger.filter(({ state }) => state === wanted);
      // The request with a known id was collected or stopped; the outcome of the other is unknown.
      expect(of('kept').length + of('refused').length).toBeGreaterThanOrEqual(1);
      expect(of('possibly_paid').length).toBeLessThanOrEqual(1);
      const charges = vendors.ledger.filter((entry) => entry.vendor === vendor && entry.prompt.includes(tale));
      expect(charges.length).toBeGreaterThanOrEqual(of('kept').length);
      expect(charges.length).toBeLessThanOrEqual(of('kept').length + of('possibly_paid').length);
      expect(charges.some(({ prompt }) => prompt.includes('tree 3'))).toBe(false);
    });
  },
);
