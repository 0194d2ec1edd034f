import { createClient } from '@nextpanel/client';
import { startCluster, startSentinels, startSystem } from '@nextpanel/harness';
import { expect, test } from 'vitest';
import { expectDrawnOnce, submitStory } from './watch-story.ts';

const prefix = 'failover';

// For a Sentinel set the short campaign does this, see `chaos.sys.test.ts`.
test('a story continues after the primary of a cluster was killed, and at most one batch is paid twice', async () => {
  await using set = await startCluster(prefix);
  await using system = await startSystem({
    REDIS_URL: set.url,
    NEXTPANEL_REDIS_PREFIX: prefix,
    // The shard has one replica, and that one is promoted: after that, no replica is left to acknowledge.
    NEXTPANEL_REDIS_WAIT: '0',
    STORYBOARD_LATENCY_MS: '300',
  });
  const client = createClient({ baseUrl: system.url() });
  using story = await submitStory(client, 'failing over', 3);
  await story.until('batch.drawn');
  await set.failOver();
  // What was being drawn when the primary died may have been paid without the answer being stored.
  await expectDrawnOnce(client, story, 8);
  // No process ended over it.
  expect((await fetch(`${system.url()}/readyz`)).status).toBe(200);
});

test('nothing is ordered, and no story taken, that no replica holds', async () => {
  await using set = await startSentinels();
  await using system = await startSystem({ REDIS_URL: set.url, STORYBOARD_LATENCY_MS: '100' });
  const client = createClient({ baseUrl: system.url() });
  using story = await submitStory(client, 'unheld', 3);
  await story.until('batch.drawn');
  await set.muteReplicas(true);
  await expect.poll(() => system.process('worker').log()).toContain('redis_without_replicas');
  // The client sends it again under the same name: what no replica holds is not taken then, either.
  const again = () =>
    client.submit({ json: { title: 'Refused', panels: [{ prompt: 'a tree' }] } }, { idempotencyKey: 'r' });
  await expect(again()).rejects.toMatchObject({ status: 503, code: 'redis_without_replicas' });
  await set.muteReplicas(false);
  const { id } = await again();
  expect((await again()).id).toBe(id);
  await expectDrawnOnce(client, story);
});
