import { type Client, createClient } from '@nextpanel/client';
import type { FailpointName } from '@nextpanel/core';
import { startSystem } from '@nextpanel/harness';
import { startVendors, vendorEnvironment } from '@nextpanel/vendors';
import { expect, it } from 'vitest';

/**
 * The worker is killed with SIGKILL at each place of the retouch of a plate at fal, where a request can be found again: it is paid once, its
 * mask goes along once, and no panel is drawn.
 */
const places: readonly FailpointName[] = [
  'batch-claimed',
  'requests-intended',
  'requests-ordered',
  'request-accepted',
  'request-id-saved',
  'record-written',
  'frame-kept',
  'frames-kept',
  'batch-committed',
];

const box = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 };

async function untilTakes(client: Client, id: string, takes: number): Promise<void> {
  for await (const event of client.events(id)) {
    if (event.type !== 'story.status' && event.type !== 'batch.drawn') continue;
    const [plate] = await client.plates(id);
    if (plate?.takes === takes && (await client.story(id)).status === 'completed') return;
  }
}

it('SIGKILL anywhere in the retouch of a plate pays nothing twice', async () => {
  await using opened = new AsyncDisposableStack();
  const vendors = opened.use(await startVendors());
  const system = opened.use(
    await startSystem({ ...vendorEnvironment(vendors, 'fal'), FAL_START_SECONDS: '2', FAL_DRAW_SECONDS: '2' }),
  );
  const client = createClient({ baseUrl: system.url() });
  const { id } = await client.submit({
    json: {
      title: 'killed in a retouch',
      characters: [{ id: 'hare', name: 'Hare', description: 'a brown hare' }],
      plates: { draw: ['characters'] },
      render: { provider: 'fal', model: 'gpt-image-2', size: '1024x640', quality: 'low' },
      panels: [{ prompt: 'the hare sleeps', characters: ['hare'] }],
    },
  });
  await untilTakes(client, id, 1);
  const panel = (await client.panels(id))[0]?.frame?.sha256;
  for (const [index, place] of places.entries()) {
    const doomed = system.process('worker');
    await doomed.arm(`${place}:1`);
    const instruction = `a longer scarf, ${place}`;
    await client.retouchPlate(id, 'hare', { instruction, box });
    await doomed.exited;
    await system.start('worker');
    await untilTakes(client, id, index + 2);
    const paid = vendors.ledger.filter(({ prompt }) => prompt.includes(instruction));
    expect([place, paid.map(({ mask }) => mask?.width)]).toEqual([place, [paid[0]?.references[0]?.width]]);
    expect((await client.plates(id))[0]).toMatchObject({ take: index + 2, takes: index + 2, stale: [1] });
  }
  expect((await client.panels(id))[0]?.frame?.sha256).toBe(panel);
  const states = (await client.ledger(id)).map(({ state }) => state);
  expect(states.filter((state) => state === 'kept').length).toBe(places.length + 2);
  expect(states).not.toContain('possibly_paid');
}, 400_000);
