import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NextpanelError } from '@nextpanel/core/error';
import { bookLayouts } from '@nextpanel/core/layouts';
import type { StoryAnswers } from '@nextpanel/core/story-answers';
import { type Command, Option } from 'commander';
import { askAnswers } from '../init/ask-answers.ts';
import { composeStory } from '../init/compose-story.ts';
import { writeNewFile } from '../init/write-new-file.ts';
import { type CommandContext, type Io, nextpanelCommand, printJson, printLine } from '../io.ts';
import { checkLocalPictures } from '../story/local-pictures.ts';
import { fromUser, toUser } from '../user-paths.ts';
import { examples } from './examples.ts';

interface InitOptions {
  readonly title?: string;
  readonly style?: string;
  readonly character?: readonly string[];
  readonly panel?: readonly string[];
  readonly layout?: string;
  readonly force?: true;
  readonly json?: true;
}

const schemaFile = fileURLToPath(new URL('../../../../packages/core/story-spec.schema.json', import.meta.url));

export function addInit(command: Command, { io }: CommandContext): void {
  command
    .addHelpText(
      'after',
      examples(
        'init hare.yaml',
        "init --title 'The Hare' --character 'Hare: a lean brown hare in a red scarf' --panel 'The hare boasts' --panel 'The hare sleeps'",
      ),
    )
    .argument('[file]', 'the file to write (default: the title, as a file name)')
    .option('--title <text>', 'title of the story')
    .option('--style <text>', 'how it is drawn')
    .option('--character <text...>', 'a character: "Name: looks", with @picture.png behind it for each picture')
    .option(
      '--panel <text...>',
      'what a picture shows; once for each panel. "Hare: words" is a balloon in the panel before',
    )
    .addOption(new Option('--layout <layout>', 'how pages are laid out').choices(bookLayouts))
    .option('--force', 'replace a file that exists')
    .option('--json', 'print one JSON document')
    .action((file: string | undefined, options: InitOptions) => init(io, file, options));
}

async function init(io: Io, name: string | undefined, options: InitOptions): Promise<void> {
  const answers = await answersOf(io, options);
  const file = fromUser(io, name ?? `${fileNameOf(answers.title)}.yaml`);
  const schema = relative(dirname(file), schemaFile);
  const text = `# yaml-language-server: $schema=${schema}\n${composeStory(answers, checkLocalPictures(file))}`;
  await writeNewFile(file, text, options.force ?? false);
  const shown = toUser(io, file);
  if (options.json) return printJson(io.stdout, { file, panels: answers.panels.length });
  printLine(io.stdout, shown);
  printLine(io.stderr, 'See the price, then draw it:');
  printLine(io.stderr, `  ${nextpanelCommand} estimate ${shown}`);
  printLine(io.stderr, `  ${nextpanelCommand} story ${shown}`);
}

async function answersOf(io: Io, options: InitOptions): Promise<StoryAnswers> {
  const { title, style, character, panel, layout } = options;
  const given = {
    ...(title !== undefined && { title }),
    ...(style !== undefined && { style }),
    ...(layout !== undefined && { layout }),
    characters: character ?? [],
    panels: panel ?? [],
  };
  if (title !== undefined && given.panels.length > 0) return { ...given, title };
  if (io.ask) return askAnswers(io, io.ask, given);
  throw new NextpanelError(
    'usage',
    'there is no terminal to ask questions at; give --title and, for each panel, --panel "what the picture shows"',
  );
}

const fileNameOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60) || 'story';
