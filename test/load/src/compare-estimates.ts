import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@nextpanel/client';
import { builtInCatalogue, type Method, type Model } from '@nextpanel/core';
import { startSystem } from '@nextpanel/harness';
import { startVendors, type Vendors, vendorEnvironment } from '@nextpanel/vendors';

/** What a story was to cost, what the vendor charged for it, and what our ledger says. */
export interface Compared {
  readonly name: string;
  readonly estimateUsd: number;
  readonly chargedUsd: number;
  readonly spentUsd: number;
}

export interface Comparison extends AsyncDisposable {
  /** Draws a story of several batches with a cast and compares. */
  compare(model: Model, method: Method, over?: StoryOver): Promise<Compared>;
}

interface StoryOver {
  readonly cast?: 'pictures' | 'words';
  readonly quality?: string;
  readonly size?: string;
  readonly render?: Readonly<Record<string, unknown>>;
  readonly book?: Readonly<Record<string, unknown>>;
}

/** Models that can still be drawn with and that cost something. The emulator has no deployment of gpt-image-1. */
export const pricedModels: readonly Model[] = builtInCatalogue.models.filter(
  ({ status, price, id }) => status.state !== 'shut-down' && price.by !== 'nothing' && id !== 'gpt-image-1',
);

/** Of models that are priced and asked alike at one provider, such as the two names of a generation, the first. */
export const pricedFamilies: readonly Model[] = pricedModels.filter(
  (model, index) => pricedModels.findIndex((other) => familyOf(other) === familyOf(model)) === index,
);

function familyOf({ provider, price, methods, imagesPerCall }: Model): string {
  return JSON.stringify([provider, price, methods, imagesPerCall]);
}

/** Batches of five and two: for `one-call` at fal, which yields four, the first is two requests, and the second has a reference frame. */
const panelCount = 7;
const batchSize = 5;

export async function openComparison(): Promise<Comparison> {
  await using opened = new AsyncDisposableStack();
  const vendors = await startVendors();
  opened.defer(() => vendors.stop());
  const folder = await mkdtemp(join(tmpdir(), 'nextpanel-estimates-'));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const catalogue = join(folder, 'catalogue.json');
  const unlimited = pricedModels.map(({ provider, id }) => ({ provider, id, limits: { imagesPerMinute: null } }));
  await writeFile(catalogue, JSON.stringify({ models: unlimited }));
  const system = opened.use(
    await startSystem({ ...vendorEnvironment(vendors), NEXTPANEL_CATALOGUE: catalogue, OPENAI_BATCH_POLL_MS: '100' }),
  );
  const client = createClient({ baseUrl: system.url() });
  const pictures = await drawCast(client);
  const kept = opened.move();
  let stories = 0;
  return {
    async compare(model, method, over = {}) {
      stories += 1;
      return compare({ client, vendors, pictures }, model, method, over, stories);
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** Two sheets of a lead and one of a friend, in the sizes people have them in. */
async function drawCast(client: Client): Promise<readonly string[]> {
  const { id } = await client.submit({
    json: { title: 'cast', panels: [{ prompt: 'a' }, { prompt: 'b' }], render: { size: '1024x1536' } },
  });
  await untilDrawn(client, id);
  const frames = await Promise.all(
    (await client.panels(id)).map(
      async ({ number }) => new Uint8Array(await (await client.panelImage(id, number)).arrayBuffer()),
    ),
  );
  return Promise.all(frames.map(async (frame) => (await client.uploadAsset(frame, 'image/png')).id));
}

async function compare(
  { client, vendors, pictures }: { client: Client; vendors: Vendors; pictures: readonly string[] },
  { provider, id: model }: Model,
  method: Method,
  { cast = 'pictures', quality, size = '1024x1024', render = {}, book = {} }: StoryOver,
  number: number,
): Promise<Compared> {
  const [first, second] = pictures;
  const json = {
    title: `estimate ${number}`,
    style: `ink and watercolour, muted colours, soft edges; version ${number}`,
    characters: [
      {
        id: 'hare',
        name: 'Hare',
        description: 'a lean brown hare with long ears, a torn left one, in a red scarf',
        ...(cast === 'pictures' && { references: [first, second] }),
      },
      {
        id: 'fox',
        name: 'Fox',
        description: 'a slim russet fox in a yellow cap',
        ...(cast === 'pictures' && { references: [second] }),
      },
    ],
    panels: Array.from({ length: panelCount }, (_, index) => ({
      prompt: `Panel ${index + 1}: the hare runs past the old mill, dust rising behind him in the evening light`,
      characters: index % 3 === 2 ? ['hare', 'fox'] : ['hare'],
      ...(index % 2 === 0 && { text: [{ kind: 'speech', speaker: 'hare', text: 'Nobody is faster than me!' }] }),
    })),
    render: { provider, model, method, size, batchSize, ...(quality !== undefined && { quality }), ...render },
    book: { formats: ['cbz'], ...book },
  };
  const before = vendors.ledger.length;
  const { expectedUsd } = await client.estimate({ json });
  const { id } = await client.submit({ json });
  await untilDrawn(client, id);
  const charged = vendors.ledger.slice(before).reduce((sum, { costUsd }) => sum + costUsd, 0);
  const { cost } = await client.story(id);
  // Its sheets and books cost nothing, and would take longer than its panels.
  await client.cancel(id);
  return {
    name: `${provider} ${model} ${method}${cast === 'words' ? ', cast from words' : ''}${quality === undefined ? '' : `, ${quality}`}, ${size}`,
    estimateUsd: expectedUsd,
    chargedUsd: charged,
    spentUsd: cost.spentUsd,
  };
}

/** Every panel is paid by then. */
async function untilDrawn(client: Client, id: string): Promise<void> {
  const stop = new AbortController();
  for await (const event of client.events(id, { signal: stop.signal })) {
    if (event.type !== 'story.status') continue;
    if (event.status === 'needs_attention') {
      throw new Error(
        `${id} waits for ${String(event.waitingOn)}: ${JSON.stringify((await client.story(id)).failures)}`,
      );
    }
    if (event.status === 'composing' || event.status === 'completed') break;
  }
  stop.abort();
}

/** One line of the table. */
export const formatCompared = ({ name, estimateUsd, chargedUsd, spentUsd }: Compared): string =>
  `${(estimateUsd / chargedUsd).toFixed(3)} × charged, ${(estimateUsd / spentUsd).toFixed(3)} × spent: ${name} (estimate $${estimateUsd.toFixed(4)}, charged $${chargedUsd.toFixed(4)})`;
