import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NextpanelError, parseConfig } from '@nextpanel/core';
import { openArtifacts } from '@nextpanel/store';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requireSpace, watchSpace } from '../src/require-space.ts';

let directory: string;
let lines: { level: number; msg: string }[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'nextpanel-space-'));
  lines = [];
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** `minFreeBytes` may be changed later, as if the disk had. */
async function open(minFreeBytes: number) {
  const config = { ...parseConfig({ NEXTPANEL_DATA_DIR: directory }), minFreeBytes };
  const artifacts = await openArtifacts(config.artifacts, { fsync: false });
  const log = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line)) });
  return { config, context: { space: watchSpace({ artifacts, config, log }) } };
}
const anExabyte = 2 ** 60;

describe('room for artifacts', () => {
  it('is asked for before anything is bought, and its lack and return are logged once each', async () => {
    const { config, context } = await open(anExabyte);
    for (let asked = 0; asked < 3; asked += 1) {
      await expect(requireSpace(context)).rejects.toMatchObject({
        code: 'disk_full',
        retryable: true,
        money: 'none',
        message: expect.stringMatching(/NEXTPANEL_MIN_FREE_MB.*free some space/),
      });
    }
    config.minFreeBytes = 0;
    for (let asked = 0; asked < 3; asked += 1) await requireSpace(context);
    expect(lines.map(({ level }) => level)).toEqual([50, 30]);
  });

  it('counts as gone when a write failed, until a file can be written again', async () => {
    const { context } = await open(0);
    await requireSpace(context);
    const failed = new NextpanelError('disk_full', 'over the quota', { retryable: true });
    context.space.ranOut(failed);
    context.space.ranOut(failed);
    await requireSpace(context);
    expect(lines.map(({ level }) => level)).toEqual([50, 30]);
  });
});
