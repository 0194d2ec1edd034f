import type { Client } from '@nextpanel/client';
import type { EditionSummary, EditionView } from '@nextpanel/core';
import { NextpanelError } from '@nextpanel/core/error';
import { type Command, Option } from 'commander';
import { readLanguageFile, tableFormat } from '../edits/language-file.ts';
import { type CommandContext, type Io, nextpanelCommand, printJson, printLine } from '../io.ts';
import { printWarnings } from '../story/print-warnings.ts';
import { replaceBytes } from '../story/replace-file.ts';
import { findServer } from '../system/find-server.ts';
import { formatTable } from '../terminal/format-table.ts';
import { plainText } from '../terminal/plain-text.ts';
import { fromUser, toUser } from '../user-paths.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, withServer } from './server-options.ts';

interface EditionOptions extends RemoteOptions {
  readonly export?: string;
  readonly delete?: true;
}

/** `edition ID [LANGUAGE [FILE]]`: lists, shows, adds, exports or deletes editions in other languages. */
export function addEdition(command: Command, { io }: CommandContext): void {
  command
    .addHelpText('after', examples('edition ID de --export de.csv', 'edition ID de de.csv'))
    .argument('<id>', 'story id')
    .argument('[language]', 'language of the edition, such as de or pt-BR; without it, editions are listed')
    .argument('[file]', 'translations: .csv, .xlf (XLIFF 1.2), or .yaml or .json with an edition or a whole story')
    .addOption(
      new Option('--export <file>', 'write what is to be translated to this .csv or .xlf file').conflicts('delete'),
    )
    .option('--delete', 'delete the edition; the original stays')
    .addHelpText(
      'after',
      `
Export, translate, and send the file back:
  ${nextpanelCommand} edition ID de --export story.de.xlf
  ${nextpanelCommand} edition ID de story.de.xlf
Texts that are missing, or whose original has changed since, are set in the words of the original.`,
    );
  withServer(command).action(
    (id: string, language: string | undefined, file: string | undefined, options: EditionOptions) =>
      edition(io, id, language, file, options),
  );
}

async function edition(
  io: Io,
  id: string,
  language: string | undefined,
  file: string | undefined,
  options: EditionOptions,
): Promise<void> {
  const acts = [file, options.export, options.delete].filter((it) => it !== undefined);
  if (acts.length > 1) throw new NextpanelError('usage', 'give only one of FILE, --export and --delete');
  if (acts.length > 0 && language === undefined) throw new NextpanelError('usage', 'name the language of the edition');
  const { client } = await findServer(io, options);
  if (language === undefined) await list(io, client, id, options);
  else if (options.export !== undefined) await exportTo(io, client, { id, language, file: options.export }, options);
  else if (options.delete) await remove(io, client, { id, language }, options);
  else if (file !== undefined) await put(io, client, { id, language, file }, options);
  else show(io, await client.edition(id, language), options);
}

interface Named {
  readonly id: string;
  readonly language: string;
}

async function remove(io: Io, client: Client, { id, language }: Named, options: RemoteOptions): Promise<void> {
  await client.deleteEdition(id, language);
  if (options.json) printJson(io.stdout, { id, language });
  else printLine(io.stdout, `deleted the edition in ${language}`);
}

async function list(io: Io, client: Client, id: string, options: RemoteOptions): Promise<void> {
  const items = await client.editions(id);
  if (options.json) return printJson(io.stdout, { items });
  if (items.length === 0) return printLine(io.stderr, 'the story has only its original');
  io.stdout.write(formatTable([['LANGUAGE', 'TRANSLATED', 'SHEETS', 'BOOKS', 'TITLE'], ...items.map(rowOf)]));
}

const rowOf = ({ language, counts, sheets, books, title }: EditionSummary): string[] => [
  language,
  `${counts.translated}/${counts.texts - counts.inThePicture}`,
  `${sheets.composed}/${sheets.total}`,
  books.join(', ') || '–',
  plainText(title),
];

async function exportTo(
  io: Io,
  client: Client,
  { id, language, file }: Named & { readonly file: string },
  options: RemoteOptions,
): Promise<void> {
  const text = await client.exportEdition(id, language, tableFormat(file));
  await replaceBytes(fromUser(io, file), Buffer.from(text));
  if (options.json) return printJson(io.stdout, { id, language, file });
  printLine(io.stdout, toUser(io, fromUser(io, file)));
  printLine(io.stderr, `translate it, then send it back with: ${nextpanelCommand} edition ${id} ${language} ${file}`);
}

async function put(
  io: Io,
  client: Client,
  { id, language, file }: Named & { readonly file: string },
  options: RemoteOptions,
): Promise<void> {
  const view = await readLanguageFile(io, file, (source) => client.putEdition(id, language, source));
  show(io, view, options);
}

function show(io: Io, view: EditionView, options: RemoteOptions): void {
  if (options.json) {
    printJson(io.stdout, view);
    return;
  }
  const { language, title, counts, sheets, books, failure } = view;
  const total = counts.texts - counts.inThePicture;
  printLine(io.stdout, `${plainText(title)} (${language}): ${counts.translated} of ${total} texts are translated`);
  printLine(
    io.stdout,
    `${sheets.composed} of ${sheets.total} sheets composed; books: ${books.join(', ') || 'none yet'}`,
  );
  for (const { id, panel, status, original } of view.texts)
    if (status !== 'translated')
      printLine(io.stdout, `${status.replace('_', ' ')}: panel ${panel}, ${id}: ${plainText(original)}`);
  printWarnings(io, view.warnings);
  if (failure) printLine(io.stderr, plainText(failure.detail));
}
