import { fileURLToPath } from 'node:url';
import {
  type EarlierCast,
  type EditForm,
  type EditionContext,
  type EditionFormat,
  type EditionResult,
  type EditSourceResult,
  editForms,
  NextpanelError,
  type StorySpecResult,
} from '@nextpanel/core';
import type { Piscina } from 'piscina';
import type { z } from 'zod';
import { openFairLines } from '../fair-lines.ts';
import { type Document, type EditName, type Parsed, parseDocument } from './parse-document.ts';

/** Longer texts, in UTF-16 code units, are read in another thread: 256 K take some 30 ms, 8 M some seconds. */
const inThreadFrom = 256 * 1_024;

/** Reading the largest text takes about 600 MB; so one at a time. */
const threadHeapMb = 1_500;
/** Of one tenant: four bodies of 16 MiB. */
const waitingMax = 4;
/** The slowest text found takes five seconds on a quiet machine. */
const deadlineMs = 60_000;
/** A thread costs 60 MB. */
const idleMs = 10_000;
const retryAfterMs = 5_000;

/**
 * Reads what users send. Large texts do not keep the process from answering others, and those of one tenant delay another's by one text.
 * Rejects with `too_busy`.
 */
export interface Parsing extends AsyncDisposable {
  /**
   * @param options.withPictures the story comes with its pictures, so that references may be paths
   * @param options.earlier what a next chapter takes over, see `ParseStoryOptions`
   */
  spec(
    tenant: string,
    text: string,
    format: 'json' | 'yaml',
    options?: { readonly withPictures?: boolean; readonly earlier?: EarlierCast | null },
  ): Promise<StorySpecResult>;
  /** @param form one of `editForms` */
  edit<Schema extends z.ZodType>(
    tenant: string,
    form: EditForm<Schema>,
    text: string,
    format: 'json' | 'yaml',
  ): Promise<EditSourceResult<z.output<Schema>>>;
  edition(tenant: string, text: string, format: EditionFormat, context: EditionContext): Promise<EditionResult>;
}

export function openParsing(): Parsing {
  let pool: Promise<Piscina<Document, Parsed>> | undefined;
  let closed = false;

  const lines = openFairLines({ atOnce: 1, waitingMax, full: tooBusy });
  const inThread = async (document: Document): Promise<Parsed> => {
    if (closed) throw tooBusy();
    pool ??= openPool();
    const threads = await pool;
    try {
      // The time counts from the beginning of the work: nobody's text is too slow because of those before it.
      return await threads.run(document, { name: 'parseInThread', signal: AbortSignal.timeout(deadlineMs) });
    } catch (cause) {
      const slow = cause instanceof Error && cause.name === 'AbortError';
      const tooMuch = cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
      if (!slow && !tooMuch) throw cause;
      throw new NextpanelError('unparsable', 'the document takes too long to read; make it simpler or smaller', {
        cause,
      });
    }
  };
  const read = async (name: string, document: Document): Promise<Parsed> =>
    document.text.length > inThreadFrom ? lines({ name }, () => inThread(document)) : parseDocument(document);

  return {
    spec: async (tenant, text, format, { withPictures = false, ...options } = {}) =>
      (await read(tenant, { kind: 'spec', text, format, withPictures, ...options })) as StorySpecResult,
    edit: async (tenant, form, text, format) =>
      (await read(tenant, { kind: 'edit', text, format, form: nameOf(form) })) as never,
    edition: async (tenant, text, format, context) =>
      (await read(tenant, { kind: 'edition', text, format, context })) as EditionResult,
    async [Symbol.asyncDispose]() {
      closed = true;
      await (await pool)?.destroy();
    },
  };
}

async function openPool(): Promise<Piscina<Document, Parsed>> {
  // Loaded with the first large text: most processes never read one.
  const { Piscina } = await import('piscina');
  return new Piscina({
    filename: fileURLToPath(new URL('./parse.worker.ts', import.meta.url)),
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: idleMs,
    resourceLimits: { maxOldGenerationSizeMb: threadHeapMb },
    // What a test runner loads for itself has no place in the thread.
    execArgv: [],
  });
}

/** Forms hold functions, so a thread gets the name of one. */
function nameOf(form: unknown): EditName {
  const name = (Object.keys(editForms) as EditName[]).find((it) => editForms[it] === form);
  if (name === undefined) throw new Error('the form is none of editForms');
  return name;
}

const tooBusy = () =>
  new NextpanelError('too_busy', 'several large bodies of yours are being read', { retryable: true, retryAfterMs });
