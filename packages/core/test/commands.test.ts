import { expect, test } from 'vitest';
import { canRun, continuesAfterChange, describeRefusal, judgeCommand, storyCommands } from '../src/commands.ts';
import { storyStatuses } from '../src/states.ts';

const verdicts = (status: (typeof storyStatuses)[number], waitingOn: string | null = null) =>
  Object.fromEntries(storyCommands.map((command) => [command, judgeCommand(command, { status, waitingOn })]));

test('every command in every status', () => {
  const active = {
    pause: 'does',
    resume: 'already',
    approve: 'refused',
    cancel: 'does',
    delete: 'refused',
    change: 'does',
  };
  for (const status of ['queued', 'drawing', 'composing'] as const) expect(verdicts(status)).toEqual(active);
  const resting = { pause: 'refused', approve: 'refused', cancel: 'does', delete: 'does', change: 'does' };
  expect(verdicts('paused')).toEqual({ ...resting, pause: 'already', resume: 'does' });
  expect(verdicts('needs_attention', 'budget')).toEqual({ ...resting, resume: 'does' });
  expect(verdicts('needs_attention', 'approval')).toEqual({ ...resting, resume: 'refused', approve: 'does' });
  expect(verdicts('completed')).toEqual({ ...resting, resume: 'already', cancel: 'refused' });
  expect(verdicts('cancelled')).toEqual({ ...resting, resume: 'refused', cancel: 'already', change: 'refused' });
});

test('a refusal says what the story is and when the command is possible', () => {
  const of = (command: (typeof storyCommands)[number], status: (typeof storyStatuses)[number], waitingOn?: string) =>
    describeRefusal(command, { status, waitingOn: waitingOn ?? null });
  expect(of('pause', 'completed')).toBe('the story is completed, and only active stories can be paused');
  expect(of('resume', 'needs_attention', 'approval')).toBe('the story waits for approval; approve it, or cancel it');
  expect(of('delete', 'drawing')).toBe(
    'the story is drawing, and active stories cannot be deleted; cancel or pause them first',
  );
});

test('a story continues when the last failed panel is changed', () => {
  const stopped = (...panels: (number | null)[]) => ({
    status: 'needs_attention' as const,
    waitingOn: 'moderation_blocked',
    failures: panels.map((panel) => ({ panel })),
  });
  expect(continuesAfterChange(stopped(3), 3)).toBe(true);
  expect(continuesAfterChange(stopped(3), 4)).toBe(false);
  expect(continuesAfterChange(stopped(3, 5), 3)).toBe(false);
  expect(continuesAfterChange(stopped(null), 3)).toBe(false);
  expect(continuesAfterChange({ ...stopped(), status: 'paused' }, 3)).toBe(false);
  expect(continuesAfterChange({ ...stopped(), waitingOn: 'approval' }, 3)).toBe(true);
});

test('every status allows at least one command', () => {
  for (const status of storyStatuses)
    expect(storyCommands.some((command) => canRun(command, { status, waitingOn: null }))).toBe(true);
});
