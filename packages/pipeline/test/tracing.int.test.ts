import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { submitStory } from '../src/stories/submit-story.ts';
import { openTestSystem, startAll, testSpec, testTenant, untilStatus } from './testing.ts';

interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
}

const spans: SentSpan[] = [];
const collector = createServer((request, response) => {
  void json(request).then((body) => {
    const { resourceSpans } = body as { resourceSpans: { scopeSpans: { spans: SentSpan[] }[] }[] };
    for (const { scopeSpans } of resourceSpans) for (const scope of scopeSpans) spans.push(...scope.spans);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
});
beforeAll(async () => {
  await once(collector.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => collector.close());

it('a story is one trace, from submit over turns and vendor calls to sheets and books', async () => {
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  spans.length = 0;
  {
    await using system = await openTestSystem({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
    await using _running = await startAll(system.context);
    const spec = testSpec(9, { book: { formats: ['cbz'] } });
    const { story } = await submitStory(system.context, { tenant: testTenant, spec });
    await untilStatus(system.context, story.id, 'completed');
  }
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
  const [root, ...others] = spans.filter(({ parentSpanId }) => !parentSpanId);
  expect([root?.name, others]).toEqual(['submit', []]);
  const under = (parent: string | undefined) =>
    spans.filter(({ parentSpanId }) => parentSpanId === parent).map(({ name }) => name);
  const names = under(root?.spanId);
  for (const name of ['turn', 'compose sheet', 'bind book']) expect(names).toContain(name);
  const turns = spans.filter(({ name }) => name === 'turn');
  expect(turns.flatMap(({ spanId }) => under(spanId)).filter((name) => name === 'vendor submit')).toHaveLength(9);
});
