import type { Amendment, BookLayout, BookSpec, PageSpec } from '@nextpanel/core';
import { NextpanelError } from '@nextpanel/core/error';
import { bookFormats, formatOf } from '@nextpanel/core/formats';
import { bookLayouts } from '@nextpanel/core/layouts';
import { pagePresetNames, readPageName } from '@nextpanel/core/page-sizes';
import { methods, providerIds, renderSpecSchema } from '@nextpanel/core/story-spec';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { reportNext } from '../edits/report-change.ts';
import { type CommandContext, type Io, nextpanelCommand, printJson, printLine } from '../io.ts';
import { describeStory } from '../story/describe-story.ts';
import { findServer } from '../system/find-server.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, wholeNumber, withServer } from './server-options.ts';

/** Removes a setting; a symbol, because commander turns null into ''. */
const none = Symbol('none');
type None = typeof none;

type Render = NonNullable<Amendment['render']>;

interface AmendOptions extends RemoteOptions, Omit<Render, 'approveAfter' | 'seed' | 'extra'> {
  readonly title?: string;
  readonly budget?: number | None;
  readonly layout?: BookLayout;
  readonly page?: PageSpec;
  readonly caps?: 'auto' | 'on' | 'off';
  readonly house?: 'none' | 'classic';
  readonly columns?: 'auto' | 'on' | 'off';
  readonly formats?: BookSpec['formats'];
  readonly author?: string | None;
  readonly summary?: string | None;
  readonly series?: string | None;
  readonly number?: string | None;
  readonly volume?: number | None;
  readonly date?: string | None;
  readonly publisher?: string | None;
  readonly rights?: string | None;
  readonly approveAfter?: number | None;
  readonly seed?: number | None;
  readonly recipe?: 'latest';
}

/** `amend ID`: changes the settings of a submitted story. */
export function addAmend(command: Command, { io }: CommandContext): void {
  const { quality, unknownOutcome, moderation } = renderSpecSchema.shape;
  command
    .addHelpText('after', examples('amend ID --budget 12 --layout comic'))
    .argument('<id>', 'story id')
    .option('--title <text>', 'new title')
    .option('--budget <usd>', 'the most it may cost in US dollars, or "none"', orNone(readDollars))
    .addOption(new Option('--layout <layout>', 'lay the pages out like this; draws nothing').choices(bookLayouts))
    .option('--page <size>', `page size: ${pagePresetNames.join(', ')}, or for example 6x9in`, readPage)
    .addOption(new Option('--caps <when>', 'lettering in capitals').choices(['auto', 'on', 'off']))
    .addOption(new Option('--house <style>', 'rules for English words').choices(['none', 'classic']))
    .addOption(new Option('--columns <when>', 'Japanese and Chinese in columns').choices(['auto', 'on', 'off']))
    .option('--formats <list>', `books to bind, a list of ${bookFormats.join(', ')}`, readFormats)
    .option('--author <name>', 'author of the book, or "none"', orNone(String))
    .option('--summary <text>', 'summary of the book, or "none"', orNone(String))
    .option('--series <name>', 'series the book is part of, or "none"', orNone(String))
    .option('--number <n>', 'which one of the series it is, or "none"', orNone(String))
    .option('--volume <n>', 'which volume of the series it belongs to, or "none"', orNone(wholeNumber(1, 10_000)))
    .option('--date <date>', 'when the book is published, such as 2026 or 2026-12-01, or "none"', orNone(String))
    .option('--publisher <name>', 'publisher of the book, or "none"', orNone(String))
    .option('--rights <text>', 'who may do what with the book, or "none"', orNone(String))
    .addOption(new Option('--provider <id>', 'draw with this provider').choices(providerIds))
    .option('--model <id>', 'draw with this model')
    .addOption(new Option('--quality <quality>', 'draw with this quality').choices(quality.unwrap().options))
    .addOption(new Option('--method <method>', 'how a batch is requested').choices(methods))
    .option(
      '--approve-after <n>',
      'stop for your approval after this many batches, or "none"',
      orNone(wholeNumber(1, 2_000)),
    )
    .addOption(
      new Option('--unknown-outcome <how>', 'what to do when a request was cut off and may have been paid').choices(
        unknownOutcome.unwrap().options,
      ),
    )
    .option('--recoverable', 'use requests that can be found again, where the vendor offers them')
    .option('--no-recoverable', 'use ordinary requests')
    .option('--recall', 'reuse frames that were already paid for the same request')
    .option('--no-recall', 'draw again even what was already paid for')
    .addOption(
      new Option('--recipe <which>', 'use the newest prompt recipe for panels not drawn yet').choices(['latest']),
    )
    .option('--fallback', 'if a request yields too few frames, buy the missing panels one by one')
    .option('--no-fallback', 'stop instead')
    .addOption(
      new Option('--moderation <how>', 'how strictly the vendor filters content, where it lets you choose').choices(
        moderation.unwrap().options,
      ),
    )
    .option('--seed <n>', 'send this seed, or "none"', orNone(wholeNumber(0, 2_147_483_647)))
    .option('--blocked-tries <n>', 'how often to try the same words again when a panel is blocked', wholeNumber(0, 5));
  withServer(command).action((id: string, options: AmendOptions) => amend(io, id, options));
}

async function amend(io: Io, id: string, options: AmendOptions): Promise<void> {
  const changes = changesOf(options);
  if (Object.keys(changes).length === 0)
    throw new NextpanelError('usage', 'nothing to change; give an option such as --budget 12 (see amend --help)');
  const { client } = await findServer(io, options);
  const story = await client.amend(id, changes);
  if (options.json) return printJson(io.stdout, story);
  io.stdout.write(describeStory(story));
  // The user has just followed the usual advice for a spent budget.
  if (changes.budget !== undefined && story.waitingOn === 'budget') {
    printLine(io.stderr, `continue it with: ${nextpanelCommand} resume ${id}`);
  } else await reportNext(io, client, id);
}

function changesOf(options: AmendOptions): Amendment {
  const { title, budget } = options;
  const book = pick(options, [
    'layout',
    'page',
    'caps',
    'house',
    'columns',
    'formats',
    'author',
    'summary',
    'series',
    'number',
    'volume',
    'date',
    'publisher',
    'rights',
  ]);
  const render = pick(options, [
    'provider',
    'model',
    'quality',
    'method',
    'approveAfter',
    'unknownOutcome',
    'recoverable',
    'recall',
    'fallback',
    'moderation',
    'seed',
    'blockedTries',
  ]);
  return {
    ...(title !== undefined && { title }),
    ...(budget !== undefined && { budget: budget === none ? null : { maxUsd: budget } }),
    ...(Object.keys(book).length > 0 && { book }),
    ...(Object.keys(render).length > 0 && { render }),
    ...(options.recipe !== undefined && { recipe: options.recipe }),
  };
}

function pick<Source extends object, Name extends keyof Source>(source: Source, names: readonly Name[]) {
  const given = names.flatMap((name) => {
    const value: unknown = source[name];
    return value === undefined ? [] : [[name, value === none ? null : value]];
  });
  return Object.fromEntries(given) as {
    [Key in Name]?: Exclude<Source[Key], undefined | None> | (None extends Source[Key] ? null : never);
  };
}

const orNone =
  <Value>(read: (text: string) => Value) =>
  (text: string): Value | None =>
    text === 'none' ? none : read(text);

function readDollars(text: string): number {
  const usd = Number(text.replace(/^\$/, ''));
  if (/^\$?\d+(\.\d+)?$/.test(text)) return usd;
  throw new InvalidArgumentError('It must be a number of US dollars, such as 12 or 0.50, or none.');
}

/** A preset's name, or WIDTHxHEIGHT with a unit. */
function readPage(text: string): PageSpec {
  const page = readPageName(text);
  if (page !== null) return page;
  throw new InvalidArgumentError(
    `It must be one of ${pagePresetNames.join(', ')}, or a size of 3 to 20 inches with its unit, such as 6x9in or 128x182mm.`,
  );
}

/** Formats, each perhaps with the layout or page it is bound in: `pdf,print@kdp-6x9`. */
function readFormats(text: string): BookSpec['formats'] {
  return text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((word) => {
      const [, ...pages] = word.split('@');
      const format = formatOf(word);
      if (format === null || pages.length > 2)
        throw new InvalidArgumentError(
          `It must be one or more of ${bookFormats.join(', ')}; print@kdp-6x9 or pdf@manga binds one in another page size or layout.`,
        );
      if (pages.length === 0) return format;
      const layout = bookLayouts.find((it) => it === pages[0]);
      const page = layout === undefined || pages.length === 2 ? readPage(pages.at(-1) ?? '') : undefined;
      return { format, ...(layout && { layout }), ...(page && { page }) };
    });
}
