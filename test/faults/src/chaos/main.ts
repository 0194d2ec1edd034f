import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Action, describeAct } from './action.ts';
import { formatEntries } from './journal.ts';
import { planActions } from './plan-actions.ts';
import { openRandom } from './random.ts';
import { type CampaignResult, runCampaign } from './run-campaign.ts';
import { shrinkActions } from './shrink-actions.ts';
import type { Ground } from './start-world.ts';
import { formatSummary, summarize } from './summarize.ts';

const usage = `usage: pnpm chaos [--seed N] [--minutes M] [--kill-every SECONDS] [--outage-minutes M] [--books N] [--json] [--no-shrink] [--shrink-minutes M]
                  [--redis embedded|sentinel|cluster] [--artifacts disk|s3] [--failovers N] [--deploy]
A complete system is killed, frozen and cut off at random for M minutes (default 2), then every promise is checked. The seed
decides what happens. Half of the kills happen between a request and its saved id.
One vendor may fail for everybody for a while. On a Sentinel set or a cluster the primary is killed N times (default 2) and stays away
until another server took over; --deploy replaces every process by the next release in the middle. The books of N stories (default 40) are made again and compared. Exit code 1 if a promise was broken; the
data stays where the summary says.`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    minutes: { type: 'string', default: '2' },
    'kill-every': { type: 'string', default: '6' },
    'outage-minutes': { type: 'string', default: '0' },
    redis: { type: 'string', default: 'embedded' },
    artifacts: { type: 'string', default: 'disk' },
    failovers: { type: 'string' },
    deploy: { type: 'boolean', default: false },
    books: { type: 'string', default: '40' },
    json: { type: 'boolean', default: false },
    shrink: { type: 'boolean', default: true },
    'shrink-minutes': { type: 'string', default: '5' },
    help: { type: 'boolean', default: false },
  },
  allowNegative: true,
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const [seed, minutes, killEvery, outageMinutes, shrinkMinutes] = [
  values.seed ?? String(Date.now() % 1_000_000),
  values.minutes,
  values['kill-every'],
  values['outage-minutes'],
  values['shrink-minutes'],
].map(Number);
const failovers = Number(values.failovers ?? (values.redis === 'embedded' ? 0 : 2));
if (
  !(seed !== undefined && seed >= 0 && minutes && minutes > 0 && killEvery && killEvery > 0 && shrinkMinutes) ||
  !(outageMinutes !== undefined && outageMinutes >= 0) ||
  !['embedded', 'sentinel', 'cluster'].includes(values.redis) ||
  !['disk', 's3'].includes(values.artifacts) ||
  !(failovers >= 0)
) {
  console.error(usage);
  process.exit(2);
}

// The processes end with us, however we end.
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.once(signal, () => process.exit(code));

const ground = { redis: values.redis, artifacts: values.artifacts } as Ground;
const say = (line: string) => process.stderr.write(`${line}\n`);
const campaign = (actions: readonly Action[]): Promise<CampaignResult> =>
  runCampaign({ random: openRandom(seed), actions, ground, booksCompared: Number(values.books), say });

say(`seed ${seed}, ${minutes} min`);
const actions = planActions({
  random: openRandom(seed),
  forMs: minutes * 60_000,
  killEveryMs: killEvery * 1_000,
  outageMs: outageMinutes * 60_000,
  failovers,
  deploy: values.deploy,
  bucket: ground.artifacts === 's3',
  oneLink: ground.redis !== 'embedded',
});
const result = await campaign(actions);
const summary = summarize(seed, result);
if (result.violations.length > 0) await report(result);
process.stdout.write(values.json ? `${JSON.stringify(summary)}\n` : `${formatSummary(summary)}\n`);
process.exitCode = result.violations.length === 0 ? 0 : 1;

/** Prints what was violated, what had happened, and the shortest list of actions that violates it again. */
async function report({ violations, entries, folder }: CampaignResult): Promise<void> {
  say(`\nseed ${seed}: ${violations.length} invariants violated; everything is in ${folder}`);
  for (const { invariant, detail } of violations) say(`- ${invariant}: ${detail}`);
  say(`\nwhat happened:\n${formatEntries(entries)}`);
  if (!values.shrink) return;
  const broken = new Set(violations.map(({ invariant }) => invariant));
  say(`\nlooking for fewer actions that violate the same invariant, for at most ${shrinkMinutes} min`);
  const shortest = await shrinkActions(actions, Date.now() + Number(shrinkMinutes) * 60_000, async (fewer) => {
    say(`with ${fewer.length} of ${actions.length} actions`);
    const again = await campaign(fewer);
    // The folder of the first run is enough for inspection.
    if (again.folder !== null) await rm(again.folder, { recursive: true, force: true });
    return again.violations.some(({ invariant }) => broken.has(invariant));
  });
  say(`\nthe shortest list that violated it again (${shortest.length} of ${actions.length} actions):`);
  for (const { id, atMs, act } of shortest)
    say(`${(atMs / 1_000).toFixed(3).padStart(9)} s  #${id} ${describeAct(act)}`);
}
