import { join } from 'node:path';
import type { BookLayout } from '@nextpanel/client';
import { bookFormats } from '@nextpanel/core/formats';
import { bookLayouts } from '@nextpanel/core/layouts';
import { Argument, type Command, Option } from 'commander';
import { type CommandContext, type Io, printJson, printLine } from '../io.ts';
import { nameOfServer } from '../story/names-of-server.ts';
import { saveLetteredPanel } from '../story/save-lettered-panel.ts';
import { type Part, prepareOutDir, saveStory, storyJson } from '../story/save-story.ts';
import { findServer } from '../system/find-server.ts';
import { catchInterruption } from '../system/interruption.ts';
import { fromUser, toUser } from '../user-paths.ts';
import { examples } from './examples.ts';
import { type PanelOrCover, panelOrCover, type RemoteOptions, withServer } from './server-options.ts';

interface DownloadOptions extends RemoteOptions {
  readonly out?: string;
  readonly language?: string;
  readonly layout?: BookLayout;
  readonly page?: string;
  readonly partial?: boolean;
  readonly lettered?: PanelOrCover;
}

export function addDownload(command: Command, { io }: CommandContext): void {
  command
    .addHelpText('after', examples('download ID pdf --out out/hare', 'download ID --lettered 3'))
    .argument('<id>', 'story id')
    .addArgument(
      new Argument('[format]', 'only this').choices([...bookFormats, 'sheets', 'panels', 'all']).default('all'),
    )
    .option(
      '--out <dir>',
      'where to save them (default: out/<id>); editions in a folder each, named for their language',
    )
    .option('--language <tag>', 'only the edition in this language')
    .addOption(
      new Option(
        '--layout <layout>',
        'sheets, or the book of this format, in this layout; without a format: its sheets',
      ).choices(bookLayouts),
    )
    .option('--page <size>', 'the same for a page size, such as kdp-6x9 or 6x9in')
    .addOption(
      new Option('--lettered <panel>', 'only this panel, with its lettering, as it stands on its sheet')
        .argParser(panelOrCover)
        .conflicts('partial'),
    )
    .option('--partial', 'until the book is bound, one of what is drawn so far, called book.partial.pdf');
  withServer(command).action((id: string, format: Part, options: DownloadOptions) => download(io, id, format, options));
}

async function download(io: Io, id: string, format: Part, options: DownloadOptions): Promise<void> {
  const { client } = await findServer(io, options);
  const story = await client.story(id);
  const dir = fromUser(io, options.out ?? join('out', nameOfServer('story id', story.id)));
  await prepareOutDir(dir);
  if (options.lettered !== undefined) {
    const { lettered: panel, language, layout, page } = options;
    const file = join(dir, await saveLetteredPanel({ client, id, panel, dir, language, layout, page }));
    if (options.json) return printJson(io.stdout, storyJson(story, [file]));
    return printLine(io.stdout, toUser(io, file));
  }
  const pages = { layout: options.layout, page: options.page };
  const partial = options.partial === true;
  const inPages = options.layout !== undefined || options.page !== undefined;
  using interruption = catchInterruption();
  const saving = saveStory({
    client,
    story,
    dir,
    signal: interruption.signal,
    language: options.language,
    partial,
    ...(format !== 'all' ? { parts: [format] } : inPages ? { parts: ['sheets'] } : {}),
    ...pages,
  });
  const files = (await Promise.race([saving, interruption.interrupted])).map((file) => join(dir, file));
  if (options.json) return printJson(io.stdout, storyJson(story, files));
  for (const file of files) printLine(io.stdout, toUser(io, file));
  const { panels } = story.progress;
  if (story.status !== 'completed')
    printLine(io.stderr, `the story is ${story.status}: ${panels.drawn}/${panels.total} panels are drawn so far`);
  for (const { language, sheets } of await client.editions(id))
    if (sheets.composed < sheets.total)
      printLine(io.stderr, `the edition in ${language} has ${sheets.composed}/${sheets.total} sheets so far`);
}
