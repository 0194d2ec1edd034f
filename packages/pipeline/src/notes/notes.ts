import { randomBytes } from 'node:crypto';
import {
  NextpanelError,
  type NoteChange,
  type NoteForm,
  type NoteView,
  notesOfStoryMax,
  type Page,
} from '@nextpanel/core';
import type { StoredNote } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { refuseRemoved, rememberRemoval } from '../removed-since.ts';
import { findPicture } from '../stories/find-panel.ts';
import { type ChangeScope, type Scope, storyHead } from '../stories/read-story.ts';
import { slicePage } from '../stories/slice-page.ts';

type NotesContext = Pick<Context, 'state'>;

/** Who writes: `link` is the id of the reviewer's link, null for the holder of a key. */
export interface Author {
  readonly name: string | null;
  readonly link: string | null;
}

/** Notes of a story by panel, those of a panel in the order they were written. Throws `not_found`, `invalid_cursor`. */
export async function listNotes(
  context: NotesContext,
  { limit, cursor, ...scope }: Scope & { readonly limit: number; readonly cursor?: string },
): Promise<Page<NoteView>> {
  await storyHead(context, scope);
  const all = [...(await context.state.notes.all(scope.id))];
  const views = await viewAll(context, scope, all);
  views.sort((a, b) => a.panel - b.panel || a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id));
  return slicePage(views, { limit, ...(cursor !== undefined && { cursor }) });
}

/**
 * The same change again is answered with the note that is there: its answer may have been lost. Throws `not_found`; `invalid` when the story
 * has as many as it may have.
 */
export async function addNote(
  context: NotesContext,
  { change, ...scope }: Omit<ChangeScope, 'ifRev'>,
  form: NoteForm,
  by: Author,
): Promise<NoteView> {
  await storyHead(context, scope);
  const ref = typeof form.panel === 'number' ? form.panel : { id: form.panel.slice('id:'.length) };
  const now = context.state.clock.now();
  const note: StoredNote = {
    panel: await findPicture(context, scope, ref),
    x: form.x ?? null,
    y: form.y ?? null,
    text: form.text,
    author: form.author ?? by.name,
    link: by.link,
    resolved: false,
    createdAt: now,
    changedAt: now,
  };
  const id = `n${change?.slice(0, 16) ?? randomBytes(8).toString('hex')}`;
  if (change !== undefined && (await context.state.notes.get(scope.id, id)) === null)
    await refuseRemoved(context, 'note', id);
  const outcome = await context.state.notes.put({ story: scope.id, id, most: notesOfStoryMax }, null, note);
  if (outcome === 'gone') throw noStory(scope);
  if (outcome === 'full')
    throw new NextpanelError(
      'invalid',
      `the story has ${notesOfStoryMax} notes already; delete some that are resolved`,
    );
  return viewOne(context, scope, id, (await context.state.notes.get(scope.id, id)) ?? note);
}

/** Throws `not_found`; `role_required` when a link changes what others wrote. */
export const changeNote = (
  context: NotesContext,
  scope: Scope & { readonly note: string },
  { x, y, text, resolved }: NoteChange,
  by: Author,
): Promise<NoteView> =>
  replace(context, scope, by, (note) => ({
    ...note,
    ...(x !== undefined && { x, y: note.y ?? 0 }),
    ...(y !== undefined && { y, x: x ?? note.x ?? 0 }),
    ...(text !== undefined && { text }),
    ...(resolved !== undefined && { resolved }),
    changedAt: context.state.clock.now(),
  }));

/** Throws as `changeNote`. */
export async function deleteNote(
  context: NotesContext,
  scope: Scope & { readonly note: string },
  by: Author,
): Promise<void> {
  await replace(context, scope, by, () => null);
}

async function replace(
  context: NotesContext,
  { note: id, ...scope }: Scope & { readonly note: string },
  by: Author,
  change: (note: StoredNote) => StoredNote | null,
): Promise<NoteView> {
  await storyHead(context, scope);
  for (;;) {
    const before = await context.state.notes.get(scope.id, id);
    if (before === null) throw new NextpanelError('not_found', `the story has no note ${id}`);
    if (by.link !== null && before.link !== by.link)
      throw new NextpanelError('role_required', "a reviewer's link changes only notes that were written with it");
    const after = change(before);
    if (after === null) await rememberRemoval(context, { id, createdAt: before.createdAt });
    const outcome = await context.state.notes.put({ story: scope.id, id, most: notesOfStoryMax }, before, after);
    if (outcome === 'gone') throw noStory(scope);
    if (outcome === 'put') return viewOne(context, scope, id, after ?? before);
  }
}

const noStory = ({ id }: Scope) => new NextpanelError('not_found', `there is no story ${id.slice(0, 64)}`);

const viewOne = async (context: NotesContext, scope: Scope, id: string, note: StoredNote): Promise<NoteView> =>
  (await viewAll(context, scope, [[id, note]]))[0] as NoteView;

async function viewAll(
  { state }: NotesContext,
  scope: Scope,
  notes: readonly (readonly [string, StoredNote])[],
): Promise<NoteView[]> {
  const panels = [...new Set(notes.map(([, { panel }]) => panel))];
  const numbers = panels.length === 0 ? [] : await state.read.numbers(scope.id, panels);
  const numberOf = new Map(panels.map((panel, index) => [panel, numbers[index] ?? 0]));
  return notes.map(([id, { panel, createdAt, changedAt, ...note }]) => ({
    id,
    panel: numberOf.get(panel) ?? 0,
    panelId: panel,
    ...note,
    createdAt: new Date(createdAt).toISOString(),
    changedAt: new Date(changedAt).toISOString(),
  }));
}
