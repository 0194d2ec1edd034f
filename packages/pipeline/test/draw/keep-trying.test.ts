import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NextpanelError } from '@nextpanel/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepTrying } from '../../src/draw/keep-trying.ts';

let directory: string;
let target: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'nextpanel-keep-trying-'));
  target = join(directory, 'frame');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** /dev/full takes nothing: every write ends in ENOSPC. */
const fillUp = () => symlink('/dev/full', target);
const makeRoom = () => rm(target);

const store = (content: string) => async () => {
  await writeFile(target, content).catch((cause: unknown) => {
    const full = (cause as NodeJS.ErrnoException).code === 'ENOSPC';
    throw full ? new NextpanelError('disk_full', 'the disk is full', { cause, retryable: true }) : cause;
  });
  return content.length;
};

describe('what is paid', () => {
  it('is stored as soon as there is room, and the lack of it is reported once', async () => {
    await fillUp();
    let reports = 0;
    const first = Promise.withResolvers<void>();
    const onFirst = () => {
      reports += 1;
      first.resolve();
    };
    const stored = keepTrying(store('a paid frame'), { signal: new AbortController().signal, onFirst });
    await first.promise;
    await makeRoom();
    expect(await stored).toBe(12);
    expect(await readFile(target, 'utf8')).toBe('a paid frame');
    expect(reports).toBe(1);
  });

  it('is given up only when the process must end', async () => {
    await fillUp();
    const stop = new AbortController();
    const stored = keepTrying(store('a paid frame'), { signal: stop.signal, onFirst: () => stop.abort() });
    await expect(stored).rejects.toMatchObject({ code: 'disk_full' });
  });

  it('is not tried again after an error that room does not fix', async () => {
    const failing = () => Promise.reject(new NextpanelError('artifact_corrupt', 'no'));
    const onFirst = () => expect.unreachable();
    const stored = keepTrying(failing, { signal: new AbortController().signal, onFirst });
    await expect(stored).rejects.toMatchObject({ code: 'artifact_corrupt' });
  });
});
