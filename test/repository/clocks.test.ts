import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pathOf } from './repository.ts';

/** The only files that may ask the machine for the time: see the decision on clocks. */
const clockFiles = ['packages/store/src/clock.ts', 'packages/queue/src/alarm-clock.ts'];

const sources = globSync('{packages/{store,queue,pipeline},apps/{api,worker,finalizer}}/src/**/*.ts', {
  cwd: pathOf('.'),
}).filter((file) => !clockFiles.includes(file));

/** `Date.now`, called or handed on, and a Date of this moment. */
const machineTime = /\bDate\.now\b|\bnew Date\(\s*\)/;

describe("the machine's clock", () => {
  it('is asked by the clock files', () => {
    for (const file of clockFiles) expect(readFileSync(pathOf(file), 'utf8')).toMatch(machineTime);
  });

  it.each(sources)('is not asked by %s', (file) => {
    const lines = readFileSync(pathOf(file), 'utf8').split('\n');
    const asking = lines.flatMap((line, index) => (machineTime.test(line) ? [`${file}:${index + 1}`] : []));
    expect(asking, "use state.clock.now(), Redis' TIME in a script, or performance.now() for a duration").toEqual([]);
  });
});
