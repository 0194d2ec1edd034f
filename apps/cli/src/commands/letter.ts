// cspell:ignore Hase Igel Niemand schneller
import type { Client } from '@nextpanel/client';
import { NextpanelError } from '@nextpanel/core/error';
import { type Command, Option } from 'commander';
import { countPanels } from '../edits/describe-redraw.ts';
import { languageFileType, readLanguageFile, tableFormat } from '../edits/language-file.ts';
import { readLetteringFile } from '../edits/read-edit-file.ts';
import { reportNext } from '../edits/report-change.ts';
import { type CommandContext, type Io, nextpanelCommand, printJson, printLine } from '../io.ts';
import { replaceBytes } from '../story/replace-file.ts';
import { findServer } from '../system/find-server.ts';
import { plainText } from '../terminal/plain-text.ts';
import { fromUser, toUser } from '../user-paths.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, withServer } from './server-options.ts';

interface LetterOptions extends RemoteOptions {
  readonly export?: string;
}

/** `letter ID FILE`: new texts, such as a translation, on the same pictures. */
export function addLetter(command: Command, { io }: CommandContext): void {
  command
    .addHelpText('after', examples('letter ID --export words.csv', 'letter ID words.csv', 'letter ID story.de.yaml'))
    .argument('<id>', 'story id')
    .argument(
      '[file]',
      'the changed .csv or .xlf of --export; or .yaml or .json: a lettering, or a complete story file with the same number of panels',
    )
    .addOption(new Option('--export <file>', 'write the texts of the story to this .csv or .xlf file'))
    .addHelpText(
      'after',
      `
A lettering names panels by number. Other panels, and anything it does not mention, stay as they are:
  title: Der Hase und der Igel
  language: de
  readingDirection: ltr
  panels:
    - number: 1
      text: [{ kind: speech, speaker: hare, text: "Niemand ist schneller als ich!" }]
From a story file, all texts, the title, the language and the reading direction are used. Translations into other languages: see \`edition\`.`,
    );
  withServer(command).action((id: string, file: string | undefined, options: LetterOptions) => {
    if ((file === undefined) === (options.export === undefined))
      throw new NextpanelError('usage', 'give a FILE to read, or --export FILE to write');
    return file === undefined ? exportTo(io, id, options.export as string, options) : letter(io, id, file, options);
  });
}

async function exportTo(io: Io, id: string, file: string, options: RemoteOptions): Promise<void> {
  const format = tableFormat(file);
  const { client } = await findServer(io, options);
  await replaceBytes(fromUser(io, file), Buffer.from(await client.exportLettering(id, format)));
  if (options.json) return printJson(io.stdout, { id, file });
  printLine(io.stdout, toUser(io, fromUser(io, file)));
  printLine(io.stderr, `change it, then send it back with: ${nextpanelCommand} letter ${id} ${file}`);
}

async function letter(io: Io, id: string, file: string, options: RemoteOptions): Promise<void> {
  const { client } = await findServer(io, options);
  if (/csv|xliff/.test(languageFileType(file) ?? '')) return letterFrom(io, client, id, file, options);
  const before = await client.story(id);
  const lettering = await readLetteringFile(fromUser(io, file), before.progress.panels.total);
  const story = await client.letter(id, lettering);
  if (options.json) return printJson(io.stdout, story);
  const changes = (['title', 'language', 'readingDirection'] as const)
    .filter((name) => before[name] !== story[name])
    .map((name) => `, ${words[name]} is now ${plainText(story[name])}`);
  printLine(io.stdout, `replaced the texts of ${countPanels(lettering.panels.length)}${changes.join('')}`);
  await reportNext(io, client, id);
}

async function letterFrom(
  io: Io,
  client: Pick<Client, 'letterFrom' | 'story'>,
  id: string,
  file: string,
  options: RemoteOptions,
): Promise<void> {
  const before = await client.story(id);
  const story = await readLanguageFile(io, file, (source) => client.letterFrom(id, source));
  if (options.json) return printJson(io.stdout, story);
  printLine(
    io.stdout,
    story.rev === before.rev ? 'the file changes no text' : 'replaced the texts that the file changes',
  );
  await reportNext(io, client, id);
}

const words = { title: 'the title', language: 'the language', readingDirection: 'the reading direction' };
