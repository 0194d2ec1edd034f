import {
  NextpanelError,
  type PageBreak,
  type PanelSpec,
  type PanelText,
  type PanelWeight,
  type Pause,
  pageBreaks,
  panelWeights,
  pauses,
} from '@nextpanel/core';
import { type Command, Option } from 'commander';
import { type ChangeOptions, changeOf, withChange } from '../edits/change-options.ts';
import { readTextsFile } from '../edits/read-edit-file.ts';
import { readTextOption } from '../edits/read-text-option.ts';
import { reportChange } from '../edits/report-change.ts';
import { type CommandContext, type Io, printJson, printLine } from '../io.ts';
import { findServer } from '../system/find-server.ts';
import { plainText } from '../terminal/plain-text.ts';
import { fromUser } from '../user-paths.ts';
import { panelNumber, type RemoteOptions, withServer } from './server-options.ts';

interface EditOptions extends RemoteOptions, ChangeOptions {
  readonly prompt?: string;
  /** Commander's words for --no-characters. */
  readonly characters?: readonly string[] | false;
  readonly text?: readonly PanelText[] | false;
  readonly textFile?: string;
  readonly alt?: string;
  readonly weight?: PanelWeight;
  readonly page?: PageBreak;
  readonly pause?: Pause;
}

/** `edit ID N`: changes a panel; a drawn panel is drawn again only if its picture changes. */
export function addEdit(program: Command, { io }: CommandContext): void {
  const command = program
    .command('edit')
    .description('change a panel; a drawn panel is drawn again only if its picture changes')
    .argument('<id>', 'story id')
    .argument('<panel>', 'number of the panel', panelNumber)
    .option('--prompt <text>', 'what the picture shows')
    .option(
      '--characters <id...>',
      'the characters in it, each with :left, :centre, :right or :0.3 to say where it stands',
    )
    .option('--no-characters', 'no characters in it')
    .addOption(
      new Option('--text <text>', 'replaces its texts: KIND: WORDS or KIND@SPEAKER: WORDS; repeat the option for more')
        .argParser(readTextOption)
        .conflicts('textFile'),
    )
    .option('--no-text', 'no texts')
    .option('--text-file <file>', 'replaces its texts: a YAML or JSON list, as in a story file')
    .option('--alt <text>', 'alternative text for readers who cannot see the picture')
    .addOption(new Option('--weight <weight>', 'how much room it gets on its page').choices(panelWeights))
    .addOption(new Option('--page <break>', 'whether it starts a page').choices(pageBreaks))
    .addOption(new Option('--pause <pause>', 'the gap before it in a webtoon').choices(pauses));
  withServer(
    withChange(command).addHelpText(
      'after',
      `
KIND is caption, speech, thought, sfx or narration; SPEAKER is the id of a character: --text 'speech@hare: Nobody is faster than me!'
Texts, --alt, --weight, --page and --pause draw nothing: only sheets are composed again. When a panel is drawn again, its old takes are kept (see takes).`,
    ),
  ).action((id: string, panel: number, options: EditOptions) => edit(io, id, panel, options));
}

/** `hare`, or `hare:left`: the id of a character and where its figure stands. */
function readCharacter(text: string): PanelSpec['characters'][number] {
  const [id = '', at] = text.split(':');
  if (at === undefined) return id;
  if (at === 'left' || at === 'centre' || at === 'right') return { id, at };
  const place = Number(at);
  if (/^(0|1|0?\.\d+|1\.0+)$/.test(at)) return { id, at: place };
  throw new NextpanelError(
    'usage',
    `"${text}" does not say where ${id} stands; write ${id}:left, ${id}:centre, ${id}:right or a number such as ${id}:0.3`,
  );
}

async function edit(io: Io, id: string, panel: number, options: EditOptions): Promise<void> {
  const { prompt, characters, alt, weight, page, pause } = options;
  const text = options.textFile === undefined ? options.text : await readTextsFile(fromUser(io, options.textFile));
  const changes = {
    ...(prompt !== undefined && { prompt }),
    ...(characters !== undefined && { characters: characters === false ? [] : characters.map(readCharacter) }),
    ...(text !== undefined && { text: text === false ? [] : [...text] }),
    ...(alt !== undefined && { alt }),
    ...(weight !== undefined && { weight }),
    ...(page !== undefined && { page }),
    ...(pause !== undefined && { pause }),
  };
  if (Object.keys(changes).length === 0) {
    throw new NextpanelError('usage', 'nothing to change; give an option such as --prompt or --text (see edit --help)');
  }
  const { client } = await findServer(io, options);
  const edited = await client.editPanel(id, panel, { ...changes, ...changeOf(options) });
  if (options.json) return printJson(io.stdout, edited);
  if (!options.dryRun) printLine(io.stdout, `panel ${edited.number}: ${plainText(edited.prompt)}`);
  await reportChange(
    io,
    client,
    id,
    edited.redraw,
    edited.frame === null ? 'it is not drawn yet; the change applies when it is drawn' : undefined,
  );
}
