import type { Client } from '@nextpanel/client';
import type { StorySpec, StoryView } from '@nextpanel/core';
import { canRun } from '@nextpanel/core/commands';
import { describeWait } from '@nextpanel/core/errors';
import { plainText } from '../terminal/plain-text.ts';
import type { LocalPicture } from './local-pictures.ts';
import { placeMistakes } from './place-mistakes.ts';
import { describeWarnings } from './print-warnings.ts';
import type { ProgressDisplay } from './show-progress.ts';
import { uploadPictures } from './upload-pictures.ts';
import { type Rest, watchStory } from './watch-story.ts';

export interface DrawOptions {
  readonly client: Client;
  /** The story file, an absolute path. */
  readonly file: string;
  readonly spec: StorySpec;
  readonly pictures: ReadonlyMap<string, LocalPicture>;
  /** The story's Idempotency-Key: it makes this call and the previous one the same story. */
  readonly key: string;
  readonly display: ProgressDisplay;
  readonly signal: AbortSignal;
}

/** Submits a story, or finds it by its key and resumes it, and follows it until it stops. */
export async function drawStory({ client, file, spec, pictures, key, display, signal }: DrawOptions): Promise<Rest> {
  const json = await uploadPictures(client, spec, pictures);
  const submitted = await placeMistakes(client, file, spec, () => client.submit({ json }, { idempotencyKey: key }));
  // Running a command again is no approval: a story that waits for one is left as it is.
  const story = canRun('resume', submitted) ? await client.resume(submitted.id) : submitted;
  const going = describeStart(submitted, story);
  if (going !== null) display.note(going);
  // Those of a finished story are listed with its files.
  if (story.status !== 'completed') for (const line of describeWarnings(story.warnings)) display.note(line);
  if (story.waiting !== null) display.note(`waiting: ${plainText(describeWait(story.waiting, Date.now()))}`);
  if (story.status === 'completed' || story.status === 'cancelled') return { story, pausedProvider: null };
  return watchStory({ client, id: story.id, signal, onStart: display.start, onEvent: display.update, awayMs: 0 });
}

function describeStart(before: StoryView, now: StoryView): string | null {
  const { drawn, total } = before.progress.panels;
  if (now.status === 'completed') return `story ${now.id} is already finished; writing its files again`;
  if (now.status === 'cancelled') return null;
  // A worker may already be drawing a new story when the answer arrives.
  if ((before.status === 'queued' || before.status === 'drawing') && drawn === 0)
    return `story ${now.id}: ${count(total, 'panel')} in ${count(now.progress.batches.total, 'batch')}`;
  if (now.status === 'needs_attention') return null;
  return `resuming story ${now.id}: ${drawn}/${total} panels drawn`;
}

const count = (number: number, word: 'panel' | 'batch'): string =>
  `${number} ${word}${number === 1 ? '' : word === 'batch' ? 'es' : 's'}`;
