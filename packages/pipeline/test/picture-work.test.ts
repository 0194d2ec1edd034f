import { setImmediate as soon } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openPictureWork } from '../src/picture-work.ts';

/** Work that ends on request, and says when it began. */
function openWorks() {
  const began: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    began,
    work: (name: string) => () =>
      new Promise<string>((resolve) => {
        began.push(name);
        ends.set(name, () => resolve(name));
      }),
    end: async (name: string) => {
      ends.get(name)?.();
      await soon();
    },
  };
}

const view = (tenant: string, signal?: AbortSignal) => ({ tenant, lane: 'view' as const, ...(signal && { signal }) });
const submit = (tenant: string) => ({ tenant, lane: 'submit' as const });

test('two pictures at a time, and tenants take turns: the second one waits for a single picture', async () => {
  const run = openPictureWork();
  const { began, work, end } = openWorks();
  const all = ['h1', 'h2', 'h3', 'h4'].map((name) => run(submit('hare'), work(name)));
  all.push(run(submit('tortoise'), work('t1')), run(view('hare'), work('hv')));
  expect(began).toEqual(['h1', 'h2']);
  await end('h1');
  expect(began).toEqual(['h1', 'h2', 'h3']);
  await end('h2');
  await end('h3');
  expect(began).toEqual(['h1', 'h2', 'h3', 't1', 'hv']);
  for (const name of ['t1', 'hv', 'h4']) await end(name);
  expect(await Promise.all(all)).toEqual(['h1', 'h2', 'h3', 'h4', 't1', 'hv']);
});

test('work whose reader left is not begun', async () => {
  const run = openPictureWork();
  const { began, work, end } = openWorks();
  const running = [run(view('hare'), work('a')), run(view('hare'), work('b'))];
  const reader = new AbortController();
  const left = run(view('hare', reader.signal), work('left'));
  const last = run(view('hare'), work('last'));
  reader.abort();
  await expect(left).rejects.toMatchObject({ name: 'AbortError' });
  for (const name of ['a', 'b', 'last']) await end(name);
  await Promise.all([...running, last]);
  expect(began).toEqual(['a', 'b', 'last']);
});

test('work that fails makes room for the next', async () => {
  const run = openPictureWork();
  const fails = () => Promise.reject(new Error('broken'));
  const results = await Promise.allSettled([1, 2, 3].map(() => run(view('hare'), fails)));
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(await run(view('hare'), async () => 'done')).toBe('done');
});

test('a line has an end: the next one is refused and learns when to come back, and other tenants are served', async () => {
  const run = openPictureWork();
  const { work, end, began } = openWorks();
  const waiting = Array.from({ length: 258 }, (_, index) => run(view('hare'), work(String(index))));
  await expect(run(view('hare'), work('more'))).rejects.toMatchObject({
    code: 'too_many_pictures',
    retryAfterMs: 2_000,
  });
  const other = run(view('tortoise'), work('other'));
  for (let next = 0; next < began.length; next += 1) await end(began[next] as string);
  await Promise.all([...waiting, other]);
  expect(began.indexOf('other')).toBeLessThan(4);
});
