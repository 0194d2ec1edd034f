import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Context } from '../src/context.ts';
import { bindStoryBook } from '../src/finalize/bind-story-book.ts';
import { composeStorySheet } from '../src/finalize/compose-story-sheet.ts';
import { ensureBooks } from '../src/finalize/ensure-books.ts';
import { reconcile } from '../src/reconcile.ts';
import { startWorker } from '../src/start-worker.ts';
import { amendStory } from '../src/stories/amend-story.ts';
import { putEdition } from '../src/stories/editions.ts';
import { readStory } from '../src/stories/read-story.ts';
import { submitStory } from '../src/stories/submit-story.ts';
import {
  bindAsBefore,
  openTestSystem,
  type TestSystem,
  testTenant as tenant,
  testSpec,
  untilStatus,
} from './testing.ts';

let system: TestSystem;
/** The same, which counts the books that are bound. */
let counting: Context;
let bound = 0;
beforeAll(async () => {
  system = await openTestSystem();
  const { imaging } = system.context;
  const bindBook: typeof imaging.bindBook = (...book) => {
    bound += 1;
    return imaging.bindBook(...book);
  };
  counting = { ...system.context, imaging: { ...imaging, bindBook } };
});
afterAll(() => system[Symbol.asyncDispose]());

/** A story that is drawn, with no process at work on it. */
async function drawn(title: string): Promise<string> {
  await using worker = await startDrawing();
  const { story } = await submitStory(worker.context, { tenant, spec: testSpec(8, { title }) });
  await untilStatus(worker.context, story.id, 'composing');
  return story.id;
}

async function startDrawing() {
  const { context } = system;
  const worker = await startWorker(context);
  return { context, [Symbol.asyncDispose]: () => worker.drain(5_000) };
}

/** Ids of the jobs that make books or sheets of the story. */
async function jobsOf(id: string): Promise<string[]> {
  const queue = `${system.context.root}:finalize:`;
  const keys = await system.redis.keys(`${queue}${id}-*`);
  return keys.map((key) => key.slice(queue.length + id.length + 1)).toSorted();
}

async function forgetJobs(): Promise<void> {
  const keys = await system.redis.keys(`${system.context.root}:finalize:*`);
  if (keys.length > 0) await system.redis.del(...keys);
}

it('a book that is bound is not asked for again while another one is still to be bound', async () => {
  const id = await drawn('one of two');
  await composeStorySheet(counting, id, 1);
  await bindStoryBook(counting, id, 'pdf');
  await forgetJobs();
  await reconcile(counting);
  expect(await jobsOf(id)).toEqual(['book-cbz']);
  await composeStorySheet(counting, id, 1);
  expect(await jobsOf(id)).toEqual(['book-cbz']);
});

it('an edition asks only for the books that it has not', async () => {
  const id = await drawn('in two languages');
  await putEdition(counting, { tenant, id, language: 'de' }, { format: 'json', text: '{}' });
  await composeStorySheet(counting, id, 1, 'de');
  await bindStoryBook(counting, id, 'cbz', 'de');
  await forgetJobs();
  await reconcile(counting);
  expect(await jobsOf(id)).toEqual(['book-pdf-de', 'sheet-1']);
});

it('a job for a book that is bound makes nothing, and one that was edited or lost is made again', async () => {
  const id = await drawn('bound once');
  await composeStorySheet(counting, id, 1);
  bound = 0;
  for (const name of ['pdf', 'cbz']) await bindStoryBook(counting, id, name);
  expect((await readStory(counting, { tenant, id })).status).toBe('completed');
  const books = await counting.state.read.books(id);
  for (const name of ['pdf', 'cbz', 'pdf']) await bindStoryBook(counting, id, name);
  expect(bound).toBe(2);
  expect(await counting.state.read.books(id)).toEqual(books);

  await amendStory(counting, { tenant, id }, { title: 'bound twice' });
  for (const name of ['pdf', 'cbz', 'pdf']) await bindStoryBook(counting, id, name);
  expect(bound).toBe(4);
  const { raw = '' } = (await counting.state.read.books(id)).get('pdf') ?? {};
  await counting.state.books.loseComposed(id, 'books', 'pdf', raw);
  for (const name of ['pdf', 'cbz']) await bindStoryBook(counting, id, name);
  expect(bound).toBe(5);
});

it('what an earlier release bound is bound again when its sheets are made again', async () => {
  const id = await drawn('of an earlier release');
  await composeStorySheet(counting, id, 1);
  for (const name of ['pdf', 'cbz']) await bindStoryBook(counting, id, name);
  const now = await counting.state.read.books(id);
  await bindAsBefore(counting, id, 'pdf');
  const story = await counting.state.read.story(id);
  if (!story) throw new Error('the story is gone');
  await forgetJobs();
  await ensureBooks(counting, story);
  expect(await jobsOf(id)).toEqual(['book-pdf']);
  await bindStoryBook(counting, id, 'pdf');
  expect(await counting.state.read.books(id)).toEqual(now);
});
