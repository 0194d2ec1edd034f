import { expect, it } from 'vitest';
import { connectQueue, openQueues } from '../src/index.ts';

it('a connection and the queues of bull-board expose nothing of ioredis and BullMQ to other packages', async () => {
  using connection = connectQueue(process.env.REDIS_URL as string, 'prompt');
  await using queues = openQueues({ connection, root: '{test-connect}', providers: ['storyboard'] });
  expect(Object.keys(connection)).toEqual([]);
  // @ts-expect-error the client inside is out of reach
  expect(connection.get).toBeUndefined();
  // @ts-expect-error so are the commands of a queue
  expect(queues.board[0]?.add).toBeTypeOf('function');
});
