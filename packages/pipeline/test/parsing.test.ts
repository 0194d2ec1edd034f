import { expect, test } from 'vitest';
import { openParsing } from '../src/parsing/open-parsing.ts';

/** Long enough to be read in the thread. */
const large = JSON.stringify({ title: 'x'.repeat(300_000), panels: [{ prompt: 'The hare runs' }] });

test('large texts of one tenant delay those of another by one, and more than four that wait are refused', async () => {
  await using parsing = openParsing();
  const ended: string[] = [];
  const read = (tenant: string, name: string) =>
    parsing.spec(tenant, large, 'json').then(
      () => ended.push(name),
      ({ code }: { code: string }) => ended.push(`${name} ${code}`),
    );
  const all = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((name) => read('hare', name));
  await Promise.all([...all, read('crow', 'c1')]);
  expect(ended).toEqual(['h6 too_busy', 'h1', 'h2', 'c1', 'h3', 'h4', 'h5']);
});
