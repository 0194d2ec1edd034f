import type { Connection } from '../open-connection.ts';
import type { EditionSummary, EditionView, LetteringChange, StoryView } from '../types.ts';
import { asItIs, byId, bytes, edition, readTable } from './shared.ts';

/** The text of an edition's file, with its media type. */
export interface EditionSource {
  readonly type: string;
  readonly text: string;
}

/** The words of a story, in its own language and in others. */
export interface WordCalls {
  /** Replaces texts, by a translation for example; draws nothing. */
  letter(id: string, lettering: LetteringChange): Promise<StoryView>;
  /** The texts of a story in its own language, as a table or XLIFF. */
  exportLettering(id: string, format: 'csv' | 'xliff'): Promise<string>;
  /** Sets what such a file changes; `type` is its media type. */
  letterFrom(id: string, file: EditionSource): Promise<StoryView>;
  /** Editions in other languages. */
  editions(id: string): Promise<EditionSummary[]>;
  edition(id: string, language: string): Promise<EditionView>;
  /** Adds an edition or replaces its words; `type` is the media type of what is sent: JSON, YAML, CSV or XLIFF. */
  putEdition(id: string, language: string, source: EditionSource): Promise<EditionView>;
  /** What translators work on, also of a language without an edition. */
  exportEdition(id: string, language: string, format: 'csv' | 'xliff'): Promise<string>;
  deleteEdition(id: string, language: string): Promise<void>;
}

export const wordCalls = ({ GET, PUT, PATCH, DELETE, read, open }: Connection): WordCalls => ({
  letter: (id, body) => read(PATCH('/v1/stories/{id}/lettering', { ...byId(id), body })),
  exportLettering: async (id, format) => {
    const params = { path: { id }, query: { format } };
    return readTable(await open(GET('/v1/stories/{id}/lettering', { params, ...bytes })));
  },
  letterFrom: (id, { type, text }) =>
    read(
      PATCH('/v1/stories/{id}/lettering', {
        ...byId(id),
        body: text as never,
        bodySerializer: asItIs,
        headers: { 'content-type': type },
      }),
    ),
  editions: async (id) => (await read(GET('/v1/stories/{id}/editions', byId(id)))).items,
  edition: (id, language) =>
    read(GET('/v1/stories/{id}/editions/{language}', edition(id, language))) as Promise<EditionView>,
  putEdition: (id, language, { type, text }) =>
    read(
      PUT('/v1/stories/{id}/editions/{language}', {
        ...edition(id, language),
        body: text as never,
        bodySerializer: asItIs,
        headers: { 'content-type': type },
      }),
    ),
  exportEdition: async (id, language, format) => {
    const params = { path: { id, language }, query: { format } };
    const response = await open(GET('/v1/stories/{id}/editions/{language}', { params, ...bytes }));
    return readTable(response);
  },
  deleteEdition: async (id, language) =>
    void (await open(DELETE('/v1/stories/{id}/editions/{language}', edition(id, language)))),
});
