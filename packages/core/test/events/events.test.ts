import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { eventSchemas } from '../../src/events/event-schemas.ts';
import { eventTypes, isEventType, partsChangedBy, viewParts } from '../../src/events/event-types.ts';
import { eventsJsonSchema } from '../../src/events/events-json-schema.ts';
import { parseEvent } from '../../src/events/parse-event.ts';
import { readEvent, writeEvent } from '../../src/events/read-event.ts';

const envelope = { id: '1-0', story: 'st1', at: '2026-11-29T12:00:00.000Z', version: 1 };
const started = { ...envelope, type: 'batch.started', batch: 1, attempt: 1, panels: [1, 8] };

test('events.schema.json is the schema of this code; if not, run: npm run schema', () => {
  const file = readFileSync(new URL('../../events.schema.json', import.meta.url), 'utf8');
  expect(JSON.parse(file)).toEqual(JSON.parse(JSON.stringify(eventsJsonSchema())));
});

test('every type has a schema and says which parts of the views it changes', () => {
  expect(Object.keys(eventSchemas).sort()).toEqual(Object.keys(eventTypes).sort());
  for (const parts of Object.values(eventTypes)) {
    expect(parts.length).toBeGreaterThan(0);
    expect(viewParts).toEqual(expect.arrayContaining([...parts]));
  }
});

test('a known event is what it was, fields of a newer version included', () => {
  expect(parseEvent(started)).toBe(started);
  const newer = { ...started, moon: 'full' };
  expect(parseEvent(newer)).toEqual(newer);
});

test.each([
  ['a type of a newer version', { ...envelope, type: 'moon.phase', phase: 'full' }],
  ['fields that changed in a newer version', { ...started, panels: 'all' }],
  ['a name every object has', { ...envelope, type: 'constructor' }],
])('%s is unknown, and is sent on as it came', (_, stored) => {
  const event = parseEvent(stored);
  const { type, id, story, at, ...fields } = stored as Record<string, unknown> & typeof started;
  expect(event).toEqual({ type: 'unknown', name: type, id, story, at, fields });
  expect(writeEvent(event)).toEqual(stored);
});

test('a client reads an unknown type as unknown', () => {
  expect(readEvent({ ...envelope, type: 'moon.phase' })).toMatchObject({ type: 'unknown', name: 'moon.phase' });
  expect(readEvent(started)).toBe(started);
});

test('an unknown event may have changed everything', () => {
  expect(partsChangedBy('unknown')).toEqual(viewParts);
  expect(isEventType('unknown')).toBe(false);
});
