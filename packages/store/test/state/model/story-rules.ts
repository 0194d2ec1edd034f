import { clearFailures } from './change-rules.ts';
import {
  batchOf,
  dropSheet,
  giveUpOrdered,
  isActive,
  numberOf,
  type Panel,
  panelById,
  type StoryModel,
  setStatus,
  sheetsOf,
  workingStatus,
} from './story-model.ts';
import { closeResting, hasToFetch } from './turn-rules.ts';

export function pause(story: StoryModel): string {
  if (!story.exists) return 'gone';
  if (story.status === 'paused') return 'unchanged';
  if (!isActive(story)) return `invalid ${story.status}`;
  setStatus(story, 'paused');
  return 'done';
}

export function resume(story: StoryModel): string {
  if (!story.exists) return 'gone';
  if (isActive(story) || story.status === 'completed') return 'unchanged';
  if (story.status === 'cancelled') return 'invalid cancelled';
  if (story.status === 'needs_attention' && story.reason === 'approval') return 'invalid approval';
  clearFailures(story);
  setStatus(story, workingStatus(story));
  return 'done';
}

export function approve(story: StoryModel): string {
  if (!story.exists) return 'gone';
  if (story.status === 'needs_attention' && story.reason === 'approval') {
    story.approved = true;
    setStatus(story, workingStatus(story));
    return 'done';
  }
  return story.approved ? 'unchanged' : `invalid ${story.status}`;
}

/** What is drawn and paid stays. The worker that draws a batch stops it; without one it ends here. */
export function cancel(story: StoryModel): string {
  if (!story.exists) return 'gone';
  if (story.status === 'cancelled') return 'unchanged';
  if (story.status === 'completed') return 'invalid completed';
  setStatus(story, 'cancelled');
  for (const batch of story.batches) batch.later = false;
  if (story.lock !== null) return 'done';
  closeResting(story);
  return hasToFetch(story) ? 'done fetch' : 'done';
}

export function stop(story: StoryModel, code: string): void {
  if (!story.exists || !isActive(story)) return;
  story.failure = code;
  setStatus(story, 'needs_attention', code);
}

export function deleteStory(story: StoryModel): string {
  if (!story.exists) return 'gone';
  if (isActive(story)) return `invalid ${story.status}`;
  for (const batch of story.batches) giveUpOrdered(story, batch);
  story.exists = false;
  return 'deleted';
}

/** @param frames and edits it was composed from, as they were read */
export function composeSheet(
  story: StoryModel,
  sheet: number,
  name: string,
  seen: { readonly frames: ReadonlyMap<string, string>; readonly edits: number },
): string {
  if (!story.exists) return 'gone';
  if (story.edits !== seen.edits) return 'changed';
  for (const [id, frame] of seen.frames) if (panelById(story, id)?.selected !== frame) return 'changed';
  const before = story.sheets.get(sheet);
  if (before !== name) {
    story.sheets.set(sheet, name);
    // Books were bound from the sheet as it was.
    if (before !== undefined) story.books.clear();
    story.events.push(`sheet.composed ${sheet}`);
    if (story.status === 'completed' && workingStatus(story) !== 'completed') setStatus(story, workingStatus(story));
  }
  return story.sheets.size >= sheetsOf(story) ? 'all' : 'some';
}

/** A book is bound from every sheet of the story, as they are now, and from its title. */
export function bindBook(
  story: StoryModel,
  format: string,
  name: string,
  { sheets: seen, edits }: { readonly sheets: ReadonlyMap<number, string>; readonly edits: number },
): string {
  if (!story.exists || !story.formats.includes(format)) return 'gone';
  if (edits !== story.edits || seen.size < sheetsOf(story)) return 'changed';
  for (const [sheet, composed] of seen) if (story.sheets.get(sheet) !== composed) return 'changed';
  if (story.books.get(format) !== name) {
    story.books.set(format, name);
    story.events.push(`book.bound ${format}`);
  }
  if (story.status === 'composing' && workingStatus(story) === 'completed') setStatus(story, 'completed');
  return story.status;
}

/** A frame's bytes are gone: only its panel is drawn again, and what was made from it is made again. */
export function loseFrame(
  story: StoryModel,
  panel: Panel,
  frame: string,
  then: 'redraw' | 'ask',
  code: string,
): string {
  if (!story.exists) return 'gone';
  if (panel.selected !== frame) {
    if (panel.kept !== frame) return 'changed';
    panel.kept = null;
    story.events.push(`panel.failed ${numberOf(story, panel)}`);
    return 'waiting';
  }
  const batch = batchOf(story, panel);
  panel.selected = null;
  // One drawn since is not lost.
  if (panel.kept === frame) panel.kept = null;
  if (batch.status === 'drawn') for (const it of batch.panels) it.kept = it.selected;
  dropSheet(story, panel);
  story.events.push(`panel.failed ${numberOf(story, panel)}`);
  if (then === 'ask') panel.failure = code;
  if (batch.status === 'drawn') batch.status = then === 'ask' ? 'failed' : 'waiting';
  if (isActive(story) || story.status === 'completed') {
    if (then === 'ask') setStatus(story, 'needs_attention', 'frame_lost');
    else setStatus(story, 'drawing');
  }
  return then === 'ask' ? 'failed' : 'waiting';
}

export function loseComposed(story: StoryModel, kind: 'sheets' | 'books', name: string | number, seen: string): void {
  const composed: Map<string | number, string> =
    kind === 'sheets' ? (story.sheets as Map<string | number, string>) : (story.books as Map<string | number, string>);
  if (!story.exists || composed.get(name) !== seen) return;
  composed.delete(name);
  // Words edited since may make another sheet of the same frames.
  if (kind === 'sheets') story.books.clear();
  if (story.status === 'completed' || story.status === 'composing') setStatus(story, workingStatus(story));
}
