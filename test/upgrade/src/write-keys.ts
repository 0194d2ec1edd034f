import { readdir, readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { ClaimedPanel } from '@nextpanel/store';
import { openRelease } from './open-release.ts';
import { type KeyPlanner, planKeys, type Round } from './plan-keys.ts';

/** Writes the request keys of all examples, as a release composes them, to `fixtures/<name>/keys.json`. */

const usage = `usage: node test/upgrade/src/write-keys.ts REVISION NAME [--checkout DIR]
The arguments are those of write-fixture.ts.`;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { checkout: { type: 'string' } } });
const [revision, name] = positionals;
if (revision === undefined || name === undefined) {
  console.error(usage);
  process.exit(2);
}

/** As release 1 has it. */
type PlanRequests = (
  wave: {
    readonly method: string;
    readonly groups: readonly (readonly Partial<ClaimedPanel>[])[];
    readonly references: object;
  },
  batch: object,
  provider: object,
  model: object,
) => readonly { readonly key: string }[];

await using release = await openRelease(revision, values.checkout);
const [core, providers, { planRequests }] = await Promise.all([
  release.load<KeyPlanner['core']>('packages/core/src/index.ts'),
  release.load<Pick<KeyPlanner, 'openProviders'>>('packages/providers/src/index.ts'),
  release.load<{ planRequests: PlanRequests }>('packages/pipeline/src/draw/plan-requests.ts'),
]);
const planRound = (round: Round) => {
  const { spec, provider, model, method, redraw, referencePanel } = round;
  const groups = round.groups.map((group) =>
    group.map(({ number, ...panel }) => ({ number, target: String(number), spec: panel, redraw })),
  );
  const references = { cast: new Map(), anchor: round.anchor, referenceFrame: round.referenceFrame };
  const batch = { spec, tenant: 'default', reference: referencePanel === null ? null : { panel: referencePanel } };
  return planRequests({ method, groups, references }, batch, provider, model).map(({ key }) => key);
};
const examples = new URL('../../../examples/', import.meta.url);
const keys: Record<string, Record<string, string[]>> = {};
for (const file of (await readdir(examples)).filter((it) => it.endsWith('.yaml')).sort()) {
  keys[file] = await planKeys(
    { core, openProviders: providers.openProviders, planRound },
    await readFile(new URL(file, examples), 'utf8'),
  );
}
const fixture = { revision: release.revision, keys };
await writeFile(new URL(`../fixtures/${name}/keys.json`, import.meta.url), `${JSON.stringify(fixture, null, 2)}\n`);
