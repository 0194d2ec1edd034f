import { randomBytes } from 'node:crypto';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bookFormats } from '@nextpanel/core';
import { openSmallDisk } from '@nextpanel/store/small-disk';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { bindStoryBook } from '../src/finalize/bind-story-book.ts';
import { watchSpace } from '../src/require-space.ts';
import { listAttempts } from '../src/stories/list-batches.ts';
import { listLedger } from '../src/stories/list-ledger.ts';
import { openBook, openPanelImage } from '../src/stories/open-bytes.ts';
import { readStory } from '../src/stories/read-story.ts';
import { submitStory } from '../src/stories/submit-story.ts';
import { bindAsBefore, openTestSystem, startAll, testSpec, testTenant, untilStatus } from './testing.ts';

const tenant = testTenant;
/** Room for about three frames. */
const leftBytes = 90_000;
const probe = await openSmallDisk(1);
await probe?.[Symbol.asyncDispose]();

describe.skipIf(probe === null)('a disk that is really full (skipped where no file system can be mounted)', () => {
  it('keeps what was on its way in memory; when there is room everything continues automatically, paid once', async () => {
    await using disk = await openSmallDisk(8);
    const directory = (disk as NonNullable<typeof disk>).directory;
    // No minimum: what is ordered meets a disk that fills up while it is drawn.
    await using system = await openTestSystem({ NEXTPANEL_ARTIFACTS: `file:${directory}`, NEXTPANEL_MIN_FREE_MB: '0' });
    const lines: { level: number; msg: string }[] = [];
    const log = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line) as (typeof lines)[0]) });
    const { artifacts, config } = system.context;
    const context = { ...system.context, log, space: watchSpace({ artifacts, config, log }) };
    const ballast = join(directory, 'ballast');
    await writeFile(ballast, randomBytes((await artifacts.freeBytes()) - leftBytes));

    await using _ = await startAll(context);
    const { story } = await submitStory(context, { tenant, spec: testSpec(16, { render: { size: '512x512' } }) });
    const noRoom = () => lines.filter(({ level }) => level === 50).map(({ msg }) => msg);
    await expect.poll(noRoom, { timeout: 10_000 }).toEqual([expect.stringMatching(/^no room for artifacts/)]);
    await expect(artifacts.put(randomBytes(leftBytes))).rejects.toMatchObject({ code: 'disk_full' });
    await rm(ballast);

    await untilStatus(context, story.id, 'completed', 'needs_attention');
    const ledger = (await listLedger(context, { tenant, id: story.id, limit: 50 })).items;
    expect(ledger.map(({ state }) => state)).toEqual(Array.from({ length: 16 }, () => 'kept'));
    const attempts = (await listAttempts(context, { tenant, id: story.id, limit: 50 })).items;
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['drawn', 'drawn']);
    for (let number = 1; number <= 16; number += 1) await openPanelImage(context, { tenant, id: story.id, number });
    await openBook(context, { tenant, id: story.id, format: 'pdf' });
    expect(await readdir(join(directory, 'tmp'))).toEqual([]);
    expect(noRoom()).toHaveLength(1);
    expect(lines.map(({ msg }) => msg)).toContain('room for artifacts again');

    // A book for which there is no room says so, and nothing of it stays; the one that was bound is still there.
    await writeFile(ballast, randomBytes((await artifacts.freeBytes()) - leftBytes));
    await bindAsBefore(context, story.id, 'cbz');
    await expect(bindStoryBook(context, story.id, 'cbz')).rejects.toMatchObject({ code: 'disk_full' });
    expect(await readdir(join(directory, 'tmp'))).toEqual([]);
    await openBook(context, { tenant, id: story.id, format: 'cbz' });
  });

  it('no book of any format hangs, and nothing of it stays', async () => {
    await using disk = (await openSmallDisk(48)) as NonNullable<Awaited<ReturnType<typeof openSmallDisk>>>;
    const { directory } = disk;
    await using system = await openTestSystem({ NEXTPANEL_ARTIFACTS: `file:${directory}`, NEXTPANEL_MIN_FREE_MB: '0' });
    const { context } = system;
    const spec = testSpec(4, { render: { size: '256x256' } });
    const book = { layout: 'comic' as const, page: 'kdp-6x9' as const, cover: { panel: 1 }, formats: [...bookFormats] };
    const { story } = await submitStory(context, { tenant, spec: { ...spec, book: { ...spec.book, ...book } } });
    {
      await using _ = await startAll(context);
      await untilStatus(context, story.id, 'completed', 'needs_attention');
    }
    expect((await readStory(context, { tenant, id: story.id })).status).toBe('completed');
    const ballast = join(directory, 'ballast');
    const books = await context.state.read.books(story.id);
    for (const format of bookFormats) {
      const { bytes = 0 } = books.get(format)?.value ?? {};
      await bindAsBefore(context, story.id, format);
      // No room, then room for half of it.
      for (const left of [0, Math.floor(bytes / 2)]) {
        await rm(ballast, { force: true });
        await writeFile(ballast, randomBytes((await context.artifacts.freeBytes()) - left));
        await expect(bindStoryBook(context, story.id, format), `${format}, ${left}`).rejects.toMatchObject({
          code: 'disk_full',
        });
        expect(await readdir(join(directory, 'tmp')), format).toEqual([]);
      }
    }
    await rm(ballast);
    for (const format of bookFormats) {
      await bindStoryBook(context, story.id, format);
      await openBook(context, { tenant, id: story.id, format });
    }
    // Every format is bound three times, on a busy machine.
  }, 180_000);
});
