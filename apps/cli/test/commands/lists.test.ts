import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bytes, json, noItems, runInProcess, serve, storyView, temporaryDir } from '../testing.ts';

const list = (...items: object[]) => json({ items, nextCursor: null });

test('show --sheets lists the sheets with their panels and warnings, --attempts how each batch was drawn', async () => {
  await using server = await serve({
    'GET /v1/stories/st1/sheets': list(
      { number: 1, status: 'composed', panels: [1, 2, 3], image: { width: 1600, height: 2400 }, warnings: [] },
      { number: 2, status: 'waiting', panels: [4, 6], image: null, warnings: [{ detail: 'a text is left out' }] },
    ),
    'GET /v1/stories/st1/attempts': list({
      batch: 2,
      number: 1,
      startedAt: '2026-11-22T10:00:00.000Z',
      waitedMs: 1_250,
      providerMs: null,
      outcome: 'failed',
      code: 'vendor_unavailable',
      detail: 'upstream\u001B[31m failed',
    }),
  });
  const show = async (option: string) => (await runInProcess(['show', 'st1', option, '--url', server.url])).stdout;
  const sheets = (await show('--sheets')).split('\n');
  expect(sheets[1]).toMatch(/^1 +composed +1–3 +1600 × 2400$/);
  expect(sheets[2]).toMatch(/^2 +waiting +4, 6 +– +a text is left out$/);
  expect((await show('--attempts')).split('\n')[1]).toMatch(
    /^2 +1 +2026-11-22 \d\d:00 +1\.3 s +– +failed +vendor_unavailable: upstream/,
  );
  expect(await show('--attempts')).not.toContain('\u001B');
});

test('providers --stats shows the requests of a provider by minute, or that there were none', async () => {
  const asked: (string | undefined)[] = [];
  await using server = await serve({
    'GET /v1/providers/openai/stats': (request, response) => {
      asked.push(request.url?.split('?')[1]);
      const minute = { at: '2026-11-22T10:00:00.000Z', requests: 3, images: 8, failed: 1, p50Ms: 900, p95Ms: null };
      return json({ provider: 'openai', items: [minute] })(request, response);
    },
    'GET /v1/providers/fal/stats': json({ provider: 'fal', items: [] }),
  });
  const stats = (...args: string[]) => runInProcess(['providers', '--stats', ...args, '--url', server.url]);
  const { stdout } = await stats('openai', '--minutes', '180');
  expect(stdout.split('\n')[1]).toMatch(/^2026-11-22 \d\d:00 +3 +8 +1 +0\.9 s +–$/);
  expect(asked).toEqual(['minutes=180']);
  expect((await stats('fal')).stderr).toBe('no request at fal ended in the last 60 minutes\n');
  expect(await stats('fal', '--pause', 'fal')).toMatchObject({ exitCode: 2 });
});

test('download --lettered saves one panel as it stands on its sheet, also of an edition and in other pages', async () => {
  const png = new Uint8Array(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'));
  const asked: (string | undefined)[] = [];
  await using server = await serve({
    'GET /v1/stories/st1': json(storyView()),
    'GET /v1/stories/st1/panels/3/lettered': (request, response) => {
      asked.push(request.url?.split('?')[1]);
      return bytes(png)(request, response);
    },
  });
  await using dir = await temporaryDir();
  const save = (...args: string[]) =>
    runInProcess(['download', 'st1', '--lettered', '3', '--out', dir.path, ...args, '--url', server.url]);
  expect((await save()).stdout).toContain('003-lettered.png\n');
  expect((await save('--language', 'de', '--layout', 'webtoon')).exitCode).toBe(0);
  expect(asked).toEqual([undefined, 'language=de&layout=webtoon']);
  expect(await readFile(join(dir.path, '003-lettered.de.webtoon.png'))).toEqual(Buffer.from(png));
});

test('next-chapter writes a file that continues a story, once, and says what it takes over', async () => {
  await using server = await serve({
    'GET /v1/stories/st1': json(storyView()),
    'GET /v1/stories/st1/next-chapter': json({
      story: 'st1',
      lastPanel: { number: 16, drawn: false },
      cast: { characters: [{ id: 'hare' }], props: [{ id: 'watch' }] },
    }),
    'GET /v1/stories/st1/batches': noItems,
  });
  await using dir = await temporaryDir();
  const write = (...args: string[]) =>
    runInProcess(['next-chapter', 'st1', 'two.yaml', ...args, '--url', server.url], { NEXTPANEL_CWD: dir.path });
  const { stdout, stderr } = await write();
  expect(stdout).toBe('two.yaml\n');
  expect(stderr).toContain('takes over hare, watch');
  expect(stderr).toContain('panel 16');
  expect(await readFile(join(dir.path, 'two.yaml'), 'utf8')).toContain('continues: st1\n');
  expect(await write()).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--force') });
  expect((await write('--force')).exitCode).toBe(0);
});
