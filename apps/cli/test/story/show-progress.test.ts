import type { EventOf, EventType, StoryEvent } from '@nextpanel/core/events';
import { expect, test } from 'vitest';
import { showProgress } from '../../src/story/show-progress.ts';
import { afterEvent, beginProgress } from '../../src/story/story-progress.ts';
import { storyView } from '../testing.ts';

type Fields<Type extends EventType> = Partial<Omit<EventOf<Type>, 'id' | 'type' | 'story' | 'at'>>;

const event = <Type extends EventType>(type: Type, fields: Fields<Type>): StoryEvent =>
  ({ id: '1-0', type, story: 'st1', at: '', ...fields }) as unknown as StoryEvent;

test('without a terminal progress is printed in lines, one for each event worth a line', () => {
  let printed = '';
  const stderr = { write: (text: string) => (printed += text) };
  using display = showProgress({ stderr, env: {} });
  let progress = beginProgress(storyView());
  const ends = new Date(Date.now() + 3_600_000);
  const clock = ends.toLocaleString('sv-SE').slice(11, 16);
  const happened = [
    event('panel.drawn', { panel: 0, panelId: '@hare', batch: 0 }),
    event('batch.drawn', { batch: 0, panels: [0, 0], panelIds: ['@hare', '@hare/winter'] }),
    event('batch.started', { batch: 1 }),
    ...Array.from({ length: 8 }, (_, index) => event('panel.drawn', { panel: index + 1, batch: 1 })),
    event('batch.drawn', { batch: 1, panels: [1, 8] }),
    event('panel.failed', { panel: 9, failure: { code: 'moderation', detail: 'no\u001B[2J' } }),
    event('batch.failed', { batch: 2, code: 'moderation', retry: false }),
    event('story.waiting', { waitingOn: 'model_busy' }),
    event('story.waiting', { waitingOn: 'rate_limited', until: ends.getTime(), detail: 'Please slow down' }),
    event('story.waiting', { waitingOn: 'provider_down', detail: 'OpenAI has been failing since 05:10' }),
    event('provider.down', { provider: 'openai', reason: 'OpenAI has been failing since 05:10' }),
    event('provider.up', { provider: 'openai' }),
    event('story.waiting', { waitingOn: null }),
    event('sheet.composed', {
      sheet: 1,
      warnings: [{ panel: 3, code: 'text_overflow', detail: 'A speech in panel 3 is left out.' }],
    }),
    event('book.bound', { format: 'pdf' }),
  ];
  display.start(progress);
  for (const each of happened) {
    progress = afterEvent(progress, each);
    display.update(each, progress);
  }
  expect(printed.split('\n')).toEqual([
    'plates hare, hare/winter drawn',
    'batch 1/2 drawn (8/16 panels)',
    'panel 9 failed: moderation: no',
    'batch 2/2 failed: moderation',
    `waiting: the provider asks to wait until ${clock} (Please slow down)`,
    'waiting: OpenAI has been failing since 05:10; it is tried again automatically',
    'the provider works again',
    'sheet 1/2 composed',
    'note: A speech in panel 3 is left out.',
    'book.pdf bound',
    '',
  ]);
});

test('a frame that was lost and drawn again counts once', () => {
  const happened = [
    event('panel.drawn', { panel: 1 }),
    event('panel.drawn', { panel: 2 }),
    event('panel.failed', { panel: 1 }),
    event('panel.drawn', { panel: 1 }),
  ];
  const counts = happened.map(
    (_, index) => happened.slice(0, index + 1).reduce(afterEvent, beginProgress(storyView())).panels.size,
  );
  expect(counts).toEqual([1, 2, 1, 2]);
});

test('an event of a newer version changes nothing and is named with LOG_LEVEL=debug only', () => {
  const newer: StoryEvent = {
    id: '1-0',
    type: 'unknown',
    name: 'moon.phase',
    story: 'st1',
    at: '',
    fields: { panel: 1 },
  };
  const progress = beginProgress(storyView());
  expect(afterEvent(progress, newer)).toBe(progress);
  let printed = '';
  using display = showProgress({ stderr: { write: (text: string) => (printed += text) }, env: {} });
  display.update(newer, progress);
  expect(printed).toBe('');
  const io = { stderr: { write: (text: string) => (printed += text) }, env: { LOG_LEVEL: 'debug' } };
  using debugging = showProgress(io);
  debugging.update(newer, progress);
  expect(printed).toBe('event of unknown type: moon.phase\n');
});
