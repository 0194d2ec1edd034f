import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { openTestState } from '../testing.ts';
import { checkReads } from './model/check-reads.ts';
import { beginnings, commands } from './model/commands.ts';
import { beginLife } from './model/life.ts';
import { runCommand, submitLife } from './model/run-command.ts';

const test = openTestState();
afterAll(() => test[Symbol.asyncDispose]());

/**
 * Lives in all; more of them with STATE_MACHINE_RUNS. Every run of the tests lives the same ones; STATE_MACHINE_SEED=random lives
 * others, and prints the seed and the path of a failure to run it again.
 */
const runs = Number(process.env.STATE_MACHINE_RUNS ?? 800);
const seed = process.env.STATE_MACHINE_SEED;
const replay = seed === 'random' ? undefined : seed;
const firstSeed = 20_261_129;
/** So many lives are lived at the same time: while Redis runs a script of one, another one is compared. */
const sideBySide = replay === undefined ? 4 : 1;
/** Where no seed is named, each of the lines of lives has its own. */
const seedOf = (line: number) => (seed === undefined ? { seed: firstSeed + line } : {});

let lives = 0;

async function live(line: number) {
  await fc.assert(
    fc.asyncProperty(
      beginnings,
      fc.array(commands, { minLength: 1, maxLength: 60, size: 'max' }),
      async (beginning, steps) => {
        lives += 1;
        const life = beginLife(test, test.prefix, `m${lives}`, beginning);
        await submitLife(life);
        for (const [index, step] of steps.entries()) {
          await runCommand(life, step);
          if (index % 30 === 29) await checkReads(life);
        }
        await checkReads(life);
      },
    ),
    {
      numRuns: Math.ceil(runs / sideBySide),
      ...(replay === undefined ? seedOf(line) : { seed: Number(replay), path: process.env.STATE_MACHINE_PATH ?? '' }),
    },
  );
}

describe('any life of a story', () => {
  it('is what the model says, after every script', { timeout: 60_000 + 200 * runs }, async () => {
    const ends = await Promise.allSettled(Array.from({ length: sideBySide }, (_, line) => live(line)));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    expect(lives).toBeGreaterThan(0);
  });
});
