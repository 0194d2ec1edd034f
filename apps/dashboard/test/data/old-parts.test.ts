import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { keys } from '../../src/data/keys.ts';
import { askAgain } from '../../src/data/old-parts.ts';

const id = 'st_1';

test('a price is requested again as soon as it is out of date', async () => {
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
