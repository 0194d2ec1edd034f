import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockFile } from '../src/lock-file.ts';
import { endProgram, runModule, waitUntil } from './testing.ts';

test('of processes that compete for the lock of a dead one, again and again, never two have it at once', async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'nextpanel-lock-'));
  const lock = join(scratch, 'lock');
  const fighter = () =>
    runModule(`
      import { closeSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
      import { lockFile } from ${JSON.stringify(import.meta.resolve('../src/lock-file.ts'))};
      const [lock, inside] = ${JSON.stringify([lock, join(scratch, 'inside')])};
      for (let round = 0; round < 300; ) {
        const taken = await lockFile(lock, {});
        if (!taken.locked) { await new Promise(setImmediate); continue; }
        round += 1;
        // Fails if another process is inside.
        closeSync(openSync(inside, 'wx'));
        await new Promise(setImmediate);
        rmSync(inside);
        // Left as by a kill, so that every lock is taken from a dead process.
        writeFileSync(lock + process.pid, '{"pid":0,"startTime":"dead"}\\n');
        renameSync(lock + process.pid, lock);
      }
      console.log('done');
    `);
  const all = [fighter(), fighter(), fighter(), fighter()];
  try {
    const ended = () => all.every(({ child }) => child.exitCode !== null || child.signalCode !== null);
    await waitUntil('the end of all', ended, 60_000);
    expect(all.map(({ child, lines }) => [child.exitCode, ...lines])).toEqual(all.map(() => [0, 'done']));
    expect(await lockFile(lock, {})).toMatchObject({ locked: true });
  } finally {
    for (const each of all) await endProgram(each);
    rmSync(scratch, { recursive: true, force: true });
  }
});
