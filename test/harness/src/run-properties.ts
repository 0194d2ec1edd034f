import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const usage = `usage: pnpm run properties [--rounds N] [--seed N] [FILE …]
Runs every file of unit and integration tests that has properties (fast-check), N times (default 5), each time with other random cases.
The seed of a failed round is printed; --seed repeats it.`;

const { values, positionals } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seed: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
  allowPositionals: true,
});
const rounds = values.seed === undefined ? Number(values.rounds) : 1;
const first = Number(values.seed ?? Date.now() % 1_000_000_000);
if (values.help || !Number.isSafeInteger(rounds) || rounds < 1 || !Number.isSafeInteger(first)) {
  process.stdout.write(`${usage}\n`);
  process.exit(values.help ? 0 : 2);
}

const root = new URL('../../..', import.meta.url).pathname;
const files =
  positionals.length > 0
    ? positionals
    : globSync('{packages,apps,infra,test}/**/*.test.ts', {
        cwd: root,
        exclude: (path) => path.includes('node_modules') || path.endsWith('.sys.test.ts'),
      }).filter((path) => readFileSync(`${root}${path}`, 'utf8').includes('fc.assert'));

const failed: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  const seed = first + round;
  process.stdout.write(`\n── round ${round + 1} of ${rounds}, seed ${seed}, ${files.length} files\n`);
  const { status } = spawnSync(
    `${root}node_modules/.bin/vitest`,
    ['run', '--project', 'unit', '--project', 'integration', ...files],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, PROPERTY_SEED: String(seed), STATE_MACHINE_SEED: String(seed) },
    },
  );
  if (status !== 0) failed.push(seed);
}
process.stdout.write(
  failed.length === 0
    ? `\n${rounds} rounds, all passed.\n`
    : `\n${failed.length} of ${rounds} rounds failed. Repeat one with: pnpm run properties --seed ${failed.join(', --seed ')}\n`,
);
process.exit(failed.length === 0 ? 0 : 1);
