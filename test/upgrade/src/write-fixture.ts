import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Client } from '@nextpanel/client';
import type { TestSystem } from '@nextpanel/harness';
import { type SavedState, startVendors, type Vendors, vendorEnvironment } from '@nextpanel/vendors';
import { Redis } from 'ioredis';
import { type SavedStory, saveFolder, writeFixture } from './fixture.ts';
import { openRelease } from './open-release.ts';
import { saveRedis } from './saved-redis.ts';
import { promptOf, type StoryName, specWithCast, storyPlans } from './story-plans.ts';

/**
 * Runs a release with real processes against the vendor emulator, stops it in the middle of everything, and writes what it
 * leaves behind to `fixtures/<name>/`. Only the release itself can write its fixture, so this is run once for each.
 */

const usage = `usage: node test/upgrade/src/write-fixture.ts REVISION NAME [--checkout DIR]
REVISION  Git revision of the release
NAME      name of the fixture, e.g. release-1
DIR       a clone of this repository at that revision, installed; made in a temporary folder if not given`;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { checkout: { type: 'string' } } });
const [revision, name] = positionals;
if (revision === undefined || name === undefined) {
  console.error(usage);
  process.exit(2);
}

const prefix = 'nextpanel';
/** Longer than any step here takes: what is held back stays away until the release is killed. */
const heldBackMs = 3_600_000;

interface Release {
  readonly createClient: (options: { readonly baseUrl: string }) => Client;
  readonly startSystem: (env: Readonly<Record<string, string>>) => Promise<TestSystem>;
}

/** Who acts: a user at the release's API, with access to the vendors' controls. */
interface Stage {
  readonly client: Client;
  readonly vendors: Vendors;
  readonly ids: Map<string, string>;
  /** Asset that is the picture of a character. */
  asset: string;
}

async function submit({ client, ids, asset }: Stage, ...names: StoryName[]): Promise<void> {
  for (const story of names) {
    const json = specWithCast(storyPlans[story], asset);
    ids.set(story, (await client.submit({ json })).id);
  }
}

const idOf = ({ ids }: Stage, story: StoryName): string => {
  const id = ids.get(story);
  if (id === undefined) throw new Error(`${story} was not submitted`);
  return id;
};

/** Waits for a fact; names it when it does not come true within two minutes. */
async function until(fact: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`it never came true that ${fact}`);
    await sleep(50);
  }
}

async function untilStatus(stage: Stage, status: string, ...names: StoryName[]): Promise<void> {
  for (const story of names) {
    await until(`${story} is ${status}`, async () => (await stage.client.story(idOf(stage, story))).status === status);
  }
}

/** As many requests as planned are at the vendor, and those whose answer is held back are drawn and paid. */
async function untilAtVendor(stage: Stage, ...names: StoryName[]): Promise<void> {
  for (const story of names) {
    const { known, unknown } = storyPlans[story].atVendor;
    await until(`${story} has ${known} known and ${unknown} unknown requests at the vendor`, async () => {
      const ordered = (await stage.client.ledger(idOf(stage, story))).filter(({ state }) => state === 'ordered');
      const found = ordered.filter(({ vendorId }) => vendorId != null).length;
      const lost = stage.vendors.ledger.filter(
        ({ fault, prompt }) => fault === 'slow' && prompt.includes(`In ${story} `),
      );
      return found === known && ordered.length === known + unknown && lost.length === unknown;
    });
  }
}

type Held = 'runs' | 'drawn' | 'no-answer';

/** The requests for these panels (all of the story's if none are named) stay at the vendor in this way. */
function hold({ vendors }: Stage, how: Held, story: StoryName, ...words: (number | string)[]): void {
  const prompts = words.length === 0 ? [`In ${story} `] : words.map((word) => promptOf(story, word));
  for (const prompt of prompts) {
    if (how === 'runs') vendors.faults.next('stuck', { times: 100, match: { prompt } });
    if (how === 'drawn') {
      vendors.faults.next('slow', { times: 1_000, ms: heldBackMs, match: { prompt, operation: 'poll' } });
    }
    if (how === 'no-answer') vendors.faults.next('slow', { times: 100, ms: heldBackMs, match: { prompt } });
  }
}

/** Stories with sheets and books. There are few: composed pages are most of the fixture's size. */
async function finish(stage: Stage, system: TestSystem): Promise<void> {
  const { client } = stage;
  await submit(stage, 'completed', 'takes');
  await untilStatus(stage, 'completed', 'completed', 'takes');
  const takes = idOf(stage, 'takes');
  await client.retakePanel(takes, 1, { count: 2 });
  await untilStatus(stage, 'completed', 'takes');
  await client.selectTake(takes, 1, 1);
  await client.addTake(takes, 2, { asset: stage.asset, select: true });
  await untilStatus(stage, 'completed', 'takes');
  system.process('finalizer').kill('SIGKILL');
  await system.process('finalizer').exited;
}

/** Stories whose panels are all drawn, and stories that stop and need the user. */
async function drawWhole(stage: Stage): Promise<void> {
  const { client } = stage;
  stage.vendors.faults.next('moderation-input', { vendor: 'fal', match: { prompt: promptOf('failure', 2) } });
  const drawn = [
    'composing',
    'drawn-openai',
    'drawn-recoverable',
    'drawn-series',
    'drawn-contact-sheet',
    'inserted',
    'inserted-waiting',
    'inserted-at-vendor',
    'edited',
    'retake-waiting',
    'retake-at-vendor',
    'cascade-at-vendor',
  ] as const;
  await submit(stage, ...drawn, 'approval', 'failure', 'budget');
  await untilStatus(stage, 'composing', ...drawn);
  await untilStatus(stage, 'needs_attention', 'approval', 'failure', 'budget');
  await client.insertPanels(idOf(stage, 'inserted'), { after: 1, panels: [{ prompt: promptOf('inserted', 'i1') }] });
  await client.editPanel(idOf(stage, 'edited'), 3, { prompt: promptOf('edited', 'e3') });
  await untilStatus(stage, 'composing', 'inserted', 'edited');
}

/** SIGTERM with requests at the vendor: their batches are released, and a user pauses the stories. */
async function stopInOrder(stage: Stage, system: TestSystem): Promise<void> {
  const names = ['paused-at-fal', 'paused-at-openai'] as const;
  for (const story of names) hold(stage, 'runs', story);
  await submit(stage, ...names);
  await untilAtVendor(stage, ...names);
  system.process('worker').kill('SIGTERM');
  await system.process('worker').exited;
  for (const story of names) await stage.client.pause(idOf(stage, story));
}

/** SIGKILL with requests at every vendor, in every condition. */
async function stopByForce(stage: Stage, system: TestSystem): Promise<void> {
  const { client } = stage;
  hold(stage, 'runs', 'half-drawn', 5, 6, 7, 8);
  hold(stage, 'drawn', 'fal-drawn');
  hold(stage, 'no-answer', 'fal-unknown');
  hold(stage, 'runs', 'fal-mixed', 2);
  hold(stage, 'drawn', 'fal-mixed', 3);
  hold(stage, 'no-answer', 'fal-mixed', 4);
  hold(stage, 'runs', 'cancelled-at-fal');
  hold(stage, 'runs', 'response-running');
  hold(stage, 'drawn', 'response-drawn');
  hold(stage, 'no-answer', 'response-unknown');
  hold(stage, 'runs', 'series-running');
  hold(stage, 'runs', 'cancelled-at-openai');
  hold(stage, 'no-answer', 'openai-cut-off', 2, 3);
  hold(stage, 'no-answer', 'openai-ask');
  hold(stage, 'no-answer', 'azure-cut-off');
  hold(stage, 'no-answer', 'compatible-cut-off');
  hold(stage, 'runs', 'inserted-at-vendor', 'i1');
  hold(stage, 'runs', 'retake-at-vendor', 1);
  hold(stage, 'runs', 'cascade-at-vendor', 2);
  await system.start('worker');
  const atVendor = [
    'half-drawn',
    'fal-drawn',
    'fal-unknown',
    'fal-mixed',
    'cancelled-at-fal',
    'response-running',
    'response-drawn',
    'response-unknown',
    'series-running',
    'cancelled-at-openai',
    'openai-cut-off',
    'openai-ask',
    'azure-cut-off',
    'compatible-cut-off',
  ] as const;
  await submit(stage, ...atVendor);
  const panels = [{ prompt: promptOf('inserted-at-vendor', 'i1') }];
  await client.insertPanels(idOf(stage, 'inserted-at-vendor'), { after: 1, panels });
  await client.retakePanel(idOf(stage, 'retake-at-vendor'), 1);
  await client.retakePanel(idOf(stage, 'cascade-at-vendor'), 2, { cascade: 'redraw' });
  await untilAtVendor(stage, ...atVendor, 'inserted-at-vendor', 'retake-at-vendor', 'cascade-at-vendor');
  await untilKept(stage, 'fal-mixed', 1);
  await untilKept(stage, 'openai-cut-off', 1);
  system.process('worker').kill('SIGKILL');
  await system.process('worker').exited;
}

async function untilKept(stage: Stage, story: StoryName, kept: number): Promise<void> {
  await until(`${story} has kept ${kept} requests`, async () => {
    const ledger = await stage.client.ledger(idOf(stage, story));
    return ledger.filter(({ state }) => state === 'kept').length === kept;
  });
}

/** What a user does while no worker runs. */
async function changeWithoutWorker(stage: Stage): Promise<void> {
  const { client } = stage;
  await client.cancel(idOf(stage, 'cancelled-at-fal'));
  await client.cancel(idOf(stage, 'cancelled-at-openai'));
  const panels = ['i1', 'i2'].map((word) => ({ prompt: promptOf('inserted-waiting', word) }));
  await client.insertPanels(idOf(stage, 'inserted-waiting'), { after: 3, panels });
  await client.retakePanel(idOf(stage, 'retake-waiting'), 2, { count: 2 });
  await submit(stage, 'queued', 'paused', 'cancelled');
  await client.pause(idOf(stage, 'paused'));
  await client.cancel(idOf(stage, 'cancelled'));
}

/** Requests that were held back run, and what was held back on its way is gone. */
function released(state: SavedState): SavedState {
  const run = <Job extends { readonly fault: { readonly name: string } | null }>(job: Job) =>
    job.fault?.name === 'stuck' ? { ...job, fault: null } : job;
  return { ...state, fal: state.fal.map(run), responses: state.responses.map(run) };
}

const release = await openRelease(revision, values.checkout);
const [{ startSystem }, { createClient }] = await Promise.all([
  release.load<Pick<Release, 'startSystem'>>('test/harness/src/index.ts'),
  release.load<Pick<Release, 'createClient'>>('packages/client/src/index.ts'),
]);
const vendors = await startVendors();
const system = await startSystem({
  NEXTPANEL_REDIS_PREFIX: prefix,
  NEXTPANEL_CONCURRENCY: '32',
  ...vendorEnvironment(vendors),
});
try {
  const client = createClient({ baseUrl: system.url() });
  const stage: Stage = { client, vendors, ids: new Map(), asset: '' };
  // Any small picture will do: the storyboard draws one.
  const { id } = await client.submit({ json: { ...storyPlans.queued.spec, title: 'cast picture' } });
  await until('the cast picture is drawn', async () => (await client.story(id)).status === 'completed');
  const picture = new Uint8Array(await (await client.panelImage(id, 1)).arrayBuffer());
  stage.asset = (await client.uploadAsset(picture, 'image/png')).id;
  await client.delete(id);
  await finish(stage, system);
  await drawWhole(stage);
  await stopInOrder(stage, system);
  await stopByForce(stage, system);
  await changeWithoutWorker(stage);
  const stories: SavedStory[] = [];
  for (const plan of Object.values(storyPlans)) {
    const story = await client.story(idOf(stage, plan.name as StoryName));
    stories.push({ ...plan, id: story.id, status: story.status });
  }
  system.process('api').kill('SIGKILL');
  await system.process('api').exited;
  const redis = new Redis(system.redis.url);
  const saved = await saveRedis(redis, `{${prefix}}`);
  redis.disconnect();
  await writeFixture(name, {
    revision: release.revision,
    prefix,
    castPicture: stage.asset,
    stories,
    redis: saved,
    artifacts: await saveFolder(join(system.dataDir, 'artifacts')),
    vendors: released(vendors.saveState()),
  });
  for (const story of stories) console.log(`${story.name}: ${story.status}`);
} finally {
  await system[Symbol.asyncDispose]();
  await vendors.stop().catch(() => undefined);
  await release[Symbol.asyncDispose]();
}
