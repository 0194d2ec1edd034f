import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient, type TakeView } from '@nextpanel/client';
import { startSystem, type TestSystem } from '@nextpanel/harness';
import { startVendors, type Vendors, vendorEnvironment } from '@nextpanel/vendors';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWorkplace, type Workplace } from './commands.ts';

/**
 * Forty panels from one file: three scenes in two places, a character in two outfits, plates that wait for approval, and a judge. What was sent
 * is compared with what the emulator received and with what the command line shows, what was planted with what was found, and what was spent
 * with the budget.
 */
const deadlineMs = 300_000;
const framePrice = 0.05;
const callPrice = 0.01;
/** Panels that are drawn off model; the last one also when it is drawn again. */
const planted = [3, 12, 21, 26, 38];

const scenes = [
  { id: 'start', location: 'meadow', from: 1, to: 14 },
  { id: 'race', location: 'mill', wears: 'winter', from: 15, to: 28 },
  { id: 'end', location: 'meadow', wears: 'festive', from: 29, to: 40 },
] as const;
const castOf = (number: number): string[] =>
  number % 3 === 0 ? ['tortoise', 'hare'] : number % 3 === 1 ? ['hare'] : ['tortoise'];
const sceneOf = (number: number) => scenes.find(({ from, to }) => number >= from && number <= to) ?? scenes[0];
const promptOf = (mark: string, number: number) => `${mark}: the animals pass tree ${number} of forty`;

/** Of two characters, two outfits and two places. */
const plateIds = ['@hare', '@hare/festive', '@hare/winter', '@meadow', '@mill', '@tortoise'];

const fileOf = (mark: string, maxUsd: number) => `
title: ${mark}
style: ink and watercolour of ${mark}
characters:
  - { id: hare, name: Hare, tier: lead, description: a lean brown hare, outfits: [{ id: winter, description: a green coat }, { id: festive, description: a white sash }] }
  - { id: tortoise, name: Tortoise, description: an old green tortoise }
locations:
  - { id: meadow, description: a wide meadow }
  - { id: mill, description: a tarred windmill }
scenes:
${scenes.map((it) => `  - { id: ${it.id}, location: ${it.location}${'wears' in it ? `, wears: { hare: ${it.wears} }` : ''} }`).join('\n')}
plates: { draw: [characters, locations], approve: true }
render: { provider: openai-compatible, model: m, size: 1024x1024 }
review: { model: sees-all, retakes: 1 }
budget: { maxUsd: ${maxUsd} }
panels:
${Array.from({ length: 40 }, (_, index) => index + 1)
  .map(
    (number) =>
      `  - { prompt: "${promptOf(mark, number)}", scene: ${sceneOf(number).id}, characters: [${castOf(number).join(', ')}] }`,
  )
  .join('\n')}
`;

let vendors: Vendors;
let client: Client;
let system: TestSystem;
let workplace: Workplace;
const opened = new AsyncDisposableStack();

beforeAll(async () => {
  vendors = opened.use(await startVendors({ compatible: { url: false, ignoresN: false, size: null } }));
  const directory = await mkdtemp(join(tmpdir(), 'nextpanel-continuity-'));
  opened.defer(() => rm(directory, { recursive: true, force: true }));
  const catalogue = join(directory, 'catalogue.json');
  const price = { by: 'image', usd: framePrice, margin: 0 };
  const model = { provider: 'openai-compatible', id: 'm', maxReferences: 6, price, limits: { concurrency: 8 } };
  await writeFile(catalogue, JSON.stringify({ models: [model] }));
  system = opened.use(
    await startSystem({
      ...vendorEnvironment(vendors, 'openai-compatible'),
      ...vendorEnvironment(vendors, 'chat'),
      NEXTPANEL_CATALOGUE: catalogue,
      NEXTPANEL_REVIEW_PRICE: String(callPrice),
    }),
  );
  client = createClient({ baseUrl: system.url() });
  workplace = opened.use(await openWorkplace());
}, deadlineMs);
afterAll(() => opened.disposeAsync());

let stories = 0;
/** A mark of its own for each story, so that nothing is recalled from another one. */
async function draw(name: string, maxUsd: number) {
  stories += 1;
  const mark = `${name}${stories}`;
  for (const number of planted)
    vendors.faults.next('off-model-picture', {
      vendor: 'openai-compatible',
      times: number === planted.at(-1) ? 2 : 1,
      match: { prompt: promptOf(mark, number) },
    });
  const [drawnBefore, judgedBefore] = [vendors.ledger.length, vendors.judged.length];
  const { id } = await client.submit({ yaml: fileOf(mark, maxUsd) });
  expect(await client.wait(id)).toMatchObject({ status: 'needs_attention', waitingOn: 'approval' });
  expect(vendors.ledger.length - drawnBefore).toBe(plateIds.length);
  await client.approvePlates(id);
  const story = await client.wait(id);
  vendors.faults.clear();
  const drawings = vendors.ledger.slice(drawnBefore);
  return {
    id,
    mark,
    story,
    drawings,
    spentUsd: drawings.length * framePrice + (vendors.judged.length - judgedBefore) * callPrice,
    ledger: await client.ledger(id),
    panels: await client.panels(id),
  };
}

/** What a panel goes along with, in the order in which it is sent. */
function expectedOf(number: number): string[] {
  const { location, ...scene } = sceneOf(number);
  const batch = Math.ceil(number / 8);
  return [
    ...castOf(number)
      .toSorted((a, b) => Number(b === 'hare') - Number(a === 'hare'))
      .map((id) => (id === 'hare' && 'wears' in scene ? `character hare/${scene.wears}` : `character ${id}`)),
    `location ${location}`,
    ...(batch > 1 ? ['anchor p1', `last-frame p${(batch - 1) * 8}`] : []),
  ];
}

const isPlate = (role: string | undefined) => role === 'character' || role === 'location';
const countFrames = (references: TakeView['references']) => references.filter(({ role }) => role === 'panel').length;
const sentWith = (references: TakeView['references']) => references.map(({ role, id }) => `${role} ${id}`);

it(
  'draws every plate once, sends the right pictures in the right order with a reason, and corrects what was planted once',
  async () => {
    const { id, mark, story, drawings, spentUsd, ledger, panels } = await draw('forty', 5);
    expect(story.status).toBe('completed');

    const plates = ledger.filter(({ batch, provider }) => batch === 0 && provider !== 'review');
    expect(plates.map(({ panelIds, state }) => `${panelIds.join()} ${state}`).toSorted()).toEqual(
      plateIds.map((plate) => `${plate} kept`),
    );
    const shown = new Map((await client.plates(id)).map((plate) => [plate.id, plate.frame?.sha256] as const));

    for (const { number, take } of panels) {
      const takes = await client.takes(id, number);
      expect([number, takes.length]).toEqual([number, planted.includes(number) ? 2 : 1]);
      // A corrective retake goes along with frames of other panels.
      const [first, ...others] = takes.toSorted((a, b) => countFrames(a.references) - countFrames(b.references));
      expect(others.every(({ references }) => countFrames(references) > 0)).toBe(true);
      expect([number, sentWith(first?.references ?? [])]).toEqual([number, expectedOf(number)]);
      expect(first?.references.every(({ reason }) => reason !== undefined && reason.length > 0)).toBe(true);
      for (const { role, id: of, sha256 } of first?.references ?? [])
        expect([number, of, isPlate(role) ? shown.get(of ?? '') : sha256]).toEqual([number, of, sha256]);
      const received = drawings.find(({ prompt }) => prompt.includes(promptOf(mark, number)));
      expect(received?.references.map(({ sha256 }) => sha256)).toEqual(first?.references.map(({ sha256 }) => sha256));
      // The better picture stays: the corrected one, but of the panel that was off model twice.
      const better = number === planted.at(-1) ? first : (others[0] ?? first);
      expect([number, take]).toEqual([number, better?.number]);
    }
    const found = (await client.checks(id)).items.filter(({ check, found: isFound }) => check === 'review' && isFound);
    expect(found.map(({ panel }) => panel)).toEqual([planted.at(-1)]);

    // As a user sees it: in the order in which they were sent, each with its reason.
    const { code, stdout } = await workplace.run(['show', id, '--references', '20', '--url', system.url()]);
    expect(code).toBe(0);
    const rows = stdout.split('\n').filter((line) => /^\d /.test(line));
    expect(rows.map((row) => row.split(/ {2,}/).slice(1, 3).join(' '))).toEqual(expectedOf(20));
    expect(stdout).toMatch(/location +mill +\S+ \S/);
    const judged = (await workplace.run(['checks', id, '--url', system.url()])).stdout;
    expect(judged).toContain('retaken once, and the retake is no better');

    expect(drawings.length).toBe(plates.length + panels.length + planted.length);
    expect(story.cost.spentUsd).toBeCloseTo(spentUsd, 6);
    expect(spentUsd).toBeLessThan(5);
  },
  deadlineMs,
);

it(
  'buys no corrective retake that the budget has no room for, and spends no more',
  async () => {
    // Plates, panels, a call for each batch and one for the plates, and room for two retakes with their comparisons.
    const pictures = plateIds.length + 40;
    const maxUsd = pictures * framePrice + 6 * callPrice + 2 * (framePrice + callPrice);
    const { story, drawings, spentUsd, panels } = await draw('tight', Math.round(maxUsd * 100) / 100);
    expect(story.status).toBe('completed');
    expect(panels.every(({ frame }) => frame !== null)).toBe(true);
    expect(spentUsd).toBeLessThanOrEqual(maxUsd + 1e-9);
    expect(story.cost.spentUsd).toBeLessThanOrEqual(maxUsd + 1e-9);
    const retakes = drawings.length - pictures;
    expect([retakes >= 1, retakes <= 2]).toEqual([true, true]);
    // What could not be corrected is marked.
    const warned = panels.filter(({ warnings }) => warnings.length > 0).map(({ number }) => number);
    expect(warned).toEqual(planted.slice(retakes));
  },
  deadlineMs,
);
