import { type Client, createClient } from '@nextpanel/client';
import { startSystem, type TestSystem } from '@nextpanel/harness';
import { type FaultName, startVendors, type VendorName, type Vendors, vendorEnvironment } from '@nextpanel/vendors';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

/**
 * Refusals that come as pictures, through real processes: the last panel of a first batch gets one, and nothing is drawn from it. The
 * emulator's ledger says what was sent along with every later request.
 */

const deadlineMs = 120_000;

let vendors: Vendors;
let system: TestSystem;
let client: Client;
/** Goes along with every request. */
let portrait: string;

beforeAll(async () => {
  vendors = await startVendors({ latencyMs: 20, compatible: { size: null } });
  system = await startSystem(vendorEnvironment(vendors));
  client = createClient({ baseUrl: system.url() });
  const { id } = await client.submit({
    json: { title: 'An oak', panels: [{ prompt: 'an old oak' }], book: { formats: ['cbz'] } },
  });
  await vi.waitUntil(async () => (await client.story(id)).status === 'completed', { timeout: 60_000 });
  const drawn = await client.panelImage(id, 1);
  portrait = (await client.uploadAsset(await drawn.blob(), 'image/png')).id;
}, deadlineMs);
afterAll(async () => {
  await system[Symbol.asyncDispose]();
  await vendors.stop();
});

interface Refused {
  readonly fault: FaultName;
  readonly vendor: VendorName;
  readonly code: string;
  /** How many pictures are bought before the user decides. */
  readonly bought: number;
  /** Whether the picture is kept as a take for the user to look at. */
  readonly shown: boolean;
}

const refusals: readonly Refused[] = [
  { fault: 'nsfw-picture', vendor: 'fal', code: 'moderation_blocked', bought: 1, shown: true },
  { fault: 'black-picture', vendor: 'fal', code: 'frame_blank', bought: 1, shown: true },
  { fault: 'black-picture', vendor: 'openai', code: 'frame_blank', bought: 1, shown: true },
  { fault: 'black-picture', vendor: 'azure', code: 'frame_blank', bought: 1, shown: true },
  { fault: 'black-picture', vendor: 'openai-compatible', code: 'frame_blank', bought: 1, shown: true },
  { fault: 'tiny-picture', vendor: 'openai', code: 'frame_too_small', bought: 2, shown: false },
  { fault: 'tiny-picture', vendor: 'fal', code: 'frame_too_small', bought: 2, shown: false },
];

const statusOf = (id: string) => expect.poll(async () => (await client.story(id)).status, { timeout: 60_000 });

describe('a picture that stands for a refusal', () => {
  it.each(refusals)(
    '$fault at $vendor stops the chain and is never sent along',
    {
      timeout: deadlineMs,
    },
    async ({ fault, vendor, code, bought, shown }) => {
      const tale = `${fault} at ${vendor}`;
      const charges = () => vendors.ledger.filter(({ prompt }) => prompt.includes(`${tale}:`));
      vendors.faults.next(fault, { vendor, times: bought, match: { operation: 'order', prompt: `${tale}: tree 2.` } });
      const model = vendor === 'openai-compatible' ? { model: 'local-model' } : {};
      const { id } = await client.submit({
        json: {
          title: tale,
          render: { provider: vendor, size: '1024x1024', batchSize: 2, ...model },
          characters: [{ id: 'oak', name: 'Oak', description: 'an old oak', references: [portrait] }],
          panels: [1, 2, 3, 4].map((n) => ({ prompt: `${tale}: tree ${n}.`, characters: ['oak'] })),
          book: { formats: ['cbz'] },
        },
      });
      await statusOf(id).toBe('needs_attention');
      const { failures, progress } = await client.story(id);
      expect(failures).toMatchObject([{ panel: 2, code }]);
      expect(progress.panels.drawn).toBeLessThanOrEqual(1);
      // The first panel is paid once, nothing of the second batch was ordered.
      expect(charges()).toHaveLength(1 + bought);
      const takes = await client.takes(id, 2);
      expect(takes.map(({ selected }) => selected)).toEqual(shown ? [false] : []);
      for (const take of takes) {
        const bought = charges().find((it) => it.images.some(({ sha256 }) => sha256 === take.frame.sha256));
        // Forms end their lines with CR LF.
        expect(take.prompt).toBe(bought?.prompt.replaceAll('\r\n', '\n'));
        expect(take.references.map(({ sha256 }) => sha256)).toEqual(bought?.references.map(({ sha256 }) => sha256));
      }

      await client.resume(id);
      await statusOf(id).toBe('completed');
      const useless = charges().flatMap((it) => (it.fault === fault ? it.images.map(({ sha256 }) => sha256) : []));
      expect(useless).toHaveLength(bought);
      const sent = charges().flatMap(({ references }) => references.map(({ sha256 }) => sha256));
      expect(sent.length).toBeGreaterThan(0);
      for (const sha256 of useless) expect(sent).not.toContain(sha256);
      const frames = (await client.panels(id)).map(({ frame }) => frame?.sha256);
      for (const sha256 of useless) expect(frames).not.toContain(sha256);
      expect(charges()).toHaveLength(4 + bought);
    },
  );

  it.each(['openai', 'fal'] as const)(
    'of the same bytes for other words at %s stops the chain, though all panels are answered side by side',
    { timeout: deadlineMs },
    async (vendor) => {
      const tale = `alike at ${vendor}`;
      vendors.faults.next('identical-frames', { vendor, times: 4, match: { operation: 'order', prompt: tale } });
      const { id } = await client.submit({
        json: {
          title: tale,
          render: { provider: vendor, size: '1024x1024', batchSize: 4 },
          characters: [{ id: 'oak', name: 'Oak', description: 'an old oak', references: [portrait] }],
          panels: [1, 2, 3, 4, 5].map((n) => ({ prompt: `${tale}: tree ${n}.`, characters: ['oak'] })),
          book: { formats: ['cbz'] },
        },
      });
      await statusOf(id).toBe('needs_attention');
      const { failures, progress } = await client.story(id);
      // One of the four may be the picture of its panel; nothing tells which.
      expect(failures.map(({ code }) => code)).toEqual(['frame_blank', 'frame_blank', 'frame_blank']);
      expect(failures[0]?.detail).toMatch(/the same, byte for byte, as that of panel \d; look at that one, too/);
      expect(progress.panels.drawn).toBeLessThanOrEqual(1);
      expect(vendors.ledger.filter(({ prompt }) => prompt.includes(`${tale}:`))).toHaveLength(4);
    },
  );
});
