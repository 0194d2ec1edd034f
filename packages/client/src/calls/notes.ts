import type { Connection } from '../open-connection.ts';
import type { LinkForm, LinkView, NoteChange, NoteForm, NoteView } from '../types.ts';
import { all, byId, inPath } from './shared.ts';

/** Notes on pictures, and reviewer's links. */
export interface NoteCalls {
  /** Notes on panels, in reading order. */
  notes(id: string): Promise<NoteView[]>;
  addNote(id: string, note: NoteForm): Promise<NoteView>;
  changeNote(id: string, note: string, change: NoteChange): Promise<NoteView>;
  deleteNote(id: string, note: string): Promise<void>;
  /** Reviewer's links that are valid. */
  links(id: string): Promise<LinkView[]>;
  /** Its secret and address are only in this answer. */
  addLink(id: string, link?: LinkForm): Promise<LinkView>;
  deleteLink(id: string, link: string): Promise<void>;
}

export const noteCalls = ({ GET, POST, PATCH, DELETE, read, open }: Connection): NoteCalls => ({
  notes: (id) => all((query) => read(GET('/v1/stories/{id}/notes', { params: { path: { id }, query } }))),
  addNote: (id, body) => read(POST('/v1/stories/{id}/notes', { ...byId(id), body })),
  changeNote: (id, note, body) =>
    read(PATCH('/v1/stories/{id}/notes/{note}', { params: { path: { id, note: inPath(note) } }, body })),
  deleteNote: async (id, note) =>
    void (await open(DELETE('/v1/stories/{id}/notes/{note}', { params: { path: { id, note: inPath(note) } } }))),
  links: async (id) => (await read(GET('/v1/stories/{id}/links', byId(id)))).items,
  addLink: (id, body = {}) => read(POST('/v1/stories/{id}/links', { ...byId(id), body })),
  deleteLink: async (id, link) =>
    void (await open(DELETE('/v1/stories/{id}/links/{link}', { params: { path: { id, link: inPath(link) } } }))),
});
