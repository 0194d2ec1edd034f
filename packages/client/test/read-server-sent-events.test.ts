import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readServerSentEvents, type ServerSentEvent } from '../src/read-server-sent-events.ts';

const streamOf = (...chunks: (string | Uint8Array)[]): ReadableStream<Uint8Array> =>
  ReadableStream.from(chunks.map((chunk) => (typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk)));

async function read(...chunks: (string | Uint8Array)[]): Promise<ServerSentEvent[]> {
  const events: ServerSentEvent[] = [];
  for await (const event of readServerSentEvents(streamOf(...chunks))) events.push(event);
  return events;
}

test('an event has its id, its type and its data', async () => {
  expect(await read('id: 1-0\nevent: panel.drawn\ndata: {"a":1}\n\n')).toEqual([
    { id: '1-0', type: 'panel.drawn', data: '{"a":1}' },
  ]);
});

test('comments, retry and unknown fields are skipped; only one space after the colon is dropped', async () => {
  expect(await read(': heartbeat\n\nretry: 5\nfoo: bar\ndata:  two: colons\n\n')).toEqual([
    { id: '', type: 'message', data: ' two: colons' },
  ]);
});

test('data lines are joined, the id stays, the type does not', async () => {
  expect(await read('id: 7-0\nevent: a\ndata: x\ndata: y\n\ndata\n\n')).toEqual([
    { id: '7-0', type: 'a', data: 'x\ny' },
    { id: '7-0', type: 'message', data: '' },
  ]);
});

test('an event cut off before its empty line is dropped', async () => {
  expect(await read('data: whole\n\ndata: half\n')).toEqual([{ id: '', type: 'message', data: 'whole' }]);
});

test('however the bytes are cut and whichever line ends are used, the events are the same', async () => {
  const text = (end: string) =>
    ['id: 1-0', 'event: é漢🎨', 'data: a', 'data: ü', '', ': x', '', 'data: z', '', ''].join(end);
  const expected = await read(text('\n'));
  expect(expected).toHaveLength(2);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.array(fc.nat(80), { maxLength: 20 }),
      async (end, cuts) => {
        // A lone CR at the very end waits for its LF, which only another byte can rule out.
        const bytes = new TextEncoder().encode(text(end) + (end === '\r' ? ':' : ''));
        const places = [0, ...[...cuts].sort((a, b) => a - b).map((cut) => Math.min(cut, bytes.length)), bytes.length];
        const chunks = places.slice(1).map((place, index) => bytes.subarray(places[index], place));
        expect(await read(...chunks)).toEqual(expected);
      },
    ),
  );
});

test('stopping early cancels the stream', async () => {
  let cancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode('data: x\n\n')),
    cancel: () => {
      cancelled = true;
    },
  });
  for await (const _ of readServerSentEvents(endless)) break;
  expect(cancelled).toBe(true);
});
