import type { StoryView } from '@nextpanel/core';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { keys } from '../../src/data/keys.ts';
import { askAgain, oldAfterView } from '../../src/data/old-parts.ts';
import { putStory } from '../../src/data/put-story.ts';

const id = 'st_1';
const story = (more: Partial<StoryView> = {}) =>
  ({ id, title: 'The hare', status: 'drawing', waitingOn: null, updatedAt: '1', ...more }) as StoryView;

test('a story that waits now, without any event, has other panels, batches and attempts', () => {
  for (const waitingOn of ['rate_limited', 'disk_full'] as const) {
    const old = oldAfterView(story(), story({ waitingOn, updatedAt: '2' }));
    expect(old).toEqual(expect.arrayContaining(['panels', 'batches', 'attempts']));
    expect(oldAfterView(story({ waitingOn }), story())).toEqual(expect.arrayContaining(['panels', 'batches']));
  }
});

test('a story that goes on as before has nothing else; one that was changed may have other prices', () => {
  expect(oldAfterView(story(), story())).toEqual([]);
  expect(oldAfterView(undefined, story())).toEqual([]);
  expect(oldAfterView(story(), story({ title: 'The tortoise', updatedAt: '2' }))).toEqual(['dry-run']);
});

test('a cancelled story that changes once more has let go of the batch that was in hand', () => {
  const old = oldAfterView(story({ status: 'cancelled' }), story({ status: 'cancelled', updatedAt: '2' }));
  expect(old).toEqual(expect.arrayContaining(['batches', 'attempts', 'ledger']));
});

test('the answer to a resume makes what had failed be asked for at once', async () => {
  const queries = new QueryClient();
  let asked = 0;
  const queryFn = () => ++asked;
  const observer = new QueryObserver(queries, { queryKey: keys.batches(id), queryFn });
  const end = observer.subscribe(() => {});
  await observer.refetch();
  queries.setQueryData(keys.storyView(id), story({ status: 'needs_attention', waitingOn: 'moderation_blocked' }));
  putStory(queries, story());
  await expect.poll(() => asked).toBe(2);
  end();
});

test('a price is being asked for from the moment it became old', async () => {
  const queries = new QueryClient();
  const queryKey = keys.dryRun(id, ['edit', 1]);
  let answer = (_price: number) => {};
  const queryFn = () =>
    new Promise<number>((resolve) => {
      answer = resolve;
    });
  const observer = new QueryObserver(queries, { queryKey, queryFn, staleTime: 0 });
  const end = observer.subscribe(() => {});
  answer(0);
  await expect.poll(() => observer.getCurrentResult().data).toBe(0);
  const asking = askAgain(queries, id, ['dry-run']);
  expect(observer.getCurrentResult().isFetching).toBe(true);
  answer(2);
  await asking;
  expect(observer.getCurrentResult()).toMatchObject({ data: 2, isFetching: false });
  end();
});
