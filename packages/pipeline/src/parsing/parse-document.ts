import {
  type EarlierCast,
  type EditForm,
  type EditionContext,
  type EditionFormat,
  type EditionResult,
  type EditSourceResult,
  editForms,
  parseEdit,
  parseEdition,
  parseStorySpec,
  type StorySpecResult,
} from '@nextpanel/core';

/** A text to be read, and as what. Everything in it can be sent to a thread. */
export type Document =
  | {
      readonly kind: 'spec';
      readonly text: string;
      readonly format: 'json' | 'yaml';
      /** The story comes with its pictures, so that references may be paths. */
      readonly withPictures: boolean;
      readonly earlier?: EarlierCast | null;
    }
  | { readonly kind: 'edit'; readonly text: string; readonly format: 'json' | 'yaml'; readonly form: EditName }
  | {
      readonly kind: 'edition';
      readonly text: string;
      readonly format: EditionFormat;
      readonly context: EditionContext;
    };

export type EditName = keyof typeof editForms;

export type Parsed = StorySpecResult | EditSourceResult<unknown> | EditionResult;

/** Reads a document; runs in the main thread for small ones and in a thread of its own for large ones. Never throws. */
export function parseDocument(document: Document): Parsed {
  switch (document.kind) {
    case 'spec': {
      const { text, format, withPictures, earlier } = document;
      const references = withPictures ? 'local-allowed' : 'remote';
      return parseStorySpec(text, { format, references, ...(earlier !== undefined && { earlier }) });
    }
    case 'edit':
      return parseEdit(document.text, editForms[document.form] as EditForm, document.format);
    case 'edition':
      return parseEdition(document.text, document.format, document.context);
  }
}
