import { expect, it } from 'vitest';
import { submitStory } from '../src/stories/submit-story.ts';
import { openTestSystem, startAll, testSpec, testTenant, untilStatus } from './testing.ts';

it('a worker serves what it drew, by provider and model, and how its turns ended', async () => {
  await using system = await openTestSystem({ METRICS_PORT: '0' });
  await using _running = await startAll(system.context);
  const { id } = (await submitStory(system.context, { tenant: testTenant, spec: testSpec(10) })).story;
  await untilStatus(system.context, id, 'completed');
  const answer = await fetch(system.context.measures.url ?? '');
  const text = await answer.text();
  expect(answer.headers.get('content-type')).toContain('text/plain');
  const model = 'provider="storyboard",model="storyboard-1"';
  expect(text).toContain(`nextpanel_vendor_requests_total{${model},outcome="drawn"} 10`);
  expect(text).toContain(`nextpanel_vendor_request_duration_seconds_count{${model}} 10`);
  expect(text).toContain('nextpanel_batches_total{provider="storyboard",outcome="drawn"} 2');
  expect(text).toContain('nextpanel_panels_drawn_total{provider="storyboard"} 10');
  expect((await fetch(new URL('/other', system.context.measures.url ?? ''))).status).toBe(404);
});
