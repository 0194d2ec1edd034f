import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import type { Summary } from './src/chaos/summarize.ts';

/** For longer ones run `pnpm chaos --seed N --minutes M`. */
const campaign = ['--seed', '7', '--minutes', '0.3', '--kill-every', '3', '--books', '3', '--no-shrink', '--json'];

test('a short campaign of kills, freezes, cuts, vendor faults and edits breaks no invariant', {
  timeout: 240_000,
  retry: 0,
}, async () => {
  const main = new URL('./src/chaos/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [main, ...campaign], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
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
  expect(summary.kills.total).toBeGreaterThanOrEqual(3);
  expect(summary.panelsDrawn).toBeGreaterThanOrEqual(20);
  expect(summary.lostPanels + summary.doubleCharges).toBe(0);
});
