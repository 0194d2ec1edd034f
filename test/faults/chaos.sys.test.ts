import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import type { Summary } from './src/chaos/summarize.ts';

/** On the ground that has most in it. For longer ones, and for others, see `test/faults/src/chaos/README.md`. */
const campaign = ['--seed', '7', '--minutes', '0.2', '--kill-every', '3', '--books', '3', '--no-shrink', '--json'];
const ground = ['--redis', 'sentinel', '--artifacts', 's3', '--failovers', '1'];

test('a short campaign of kills, freezes, cuts, vendor faults and edits, on a Sentinel set that fails over and a bucket that refuses, breaks no invariant', {
  // It takes about a minute. A story that is stuck is reported after two minutes without change, long before this.
  timeout: 600_000,
  retry: 0,
}, async ({ onTestFailed, onTestFinished }) => {
  const main = new URL('./src/chaos/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [main, ...campaign, ...ground], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  // Also when it takes too long: what it did so far says where it is.
  onTestFailed(() => console.error(said.err));
  onTestFinished(() => void child.kill('SIGTERM'));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(code, said.err).toBe(0);
  const summary = JSON.parse(said.out) as Summary;
  expect(summary.violations).toEqual([]);
  // A campaign that broke nothing, or drew nothing, would prove nothing.
  expect(summary.kills.total).toBeGreaterThanOrEqual(2);
  expect(summary.panelsDrawn).toBeGreaterThanOrEqual(20);
  expect(summary.failovers).toBeGreaterThanOrEqual(1);
  expect(summary.lostPanels + summary.doubleCharges).toBe(0);
});
