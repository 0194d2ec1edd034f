import type { Client } from '@nextpanel/client';
import type { PageBreak, PanelSpec, PanelText, PanelWeight, Pause } from '@nextpanel/core';
import { NextpanelError } from '@nextpanel/core/error';
import { pageBreaks, panelWeights, pauses } from '@nextpanel/core/layout';
import { type Command, Option } from 'commander';
import { type ChangeOptions, changeOf, withChange } from '../edits/change-options.ts';
import { type PlaceOption, placeTexts, readPlaceOption } from '../edits/place-texts.ts';
import { readTextOption } from '../edits/read-text-option.ts';
import { reportChange } from '../edits/report-change.ts';
import { type CommandContext, type Io, printJson, printLine } from '../io.ts';
import { findServer } from '../system/find-server.ts';
import { plainText } from '../terminal/plain-text.ts';
import { fromUser } from '../user-paths.ts';
import { examples } from './examples.ts';
import { nameOfPanel, type PanelOrCover, panelOrCover, type RemoteOptions, withServer } from './server-options.ts';

interface EditOptions extends RemoteOptions, ChangeOptions {
  readonly prompt?: string;
  /** Commander's words for --no-characters. */
  readonly characters?: readonly string[] | false;
  readonly redraw?: true;
  readonly text?: readonly PanelText[] | false;
  readonly textFile?: string;
  readonly balloon?: readonly PlaceOption[];
  readonly mouth?: readonly PlaceOption[];
  readonly alt?: string;
  readonly weight?: PanelWeight;
  readonly page?: PageBreak;
  readonly pause?: Pause;
}

/** `edit ID N`: changes a panel; a drawn panel is drawn again only if its picture changes. */
export function addEdit(command: Command, { io }: CommandContext): void {
  command
    .addHelpText(
      'after',
      examples(
        "edit ID 3 --prompt 'The hare trips over a root' --dry-run",
        "edit ID 3 --text 'speech@hare/shout: Ouch!'",
      ),
    )
    .argument('<id>', 'story id')
    .argument('<panel>', 'number of the panel, or cover', panelOrCover)
    .option('--prompt <text>', 'what the picture shows')
    .option(
      '--characters <id...>',
      'the characters in it, each with :left, :centre, :right or :0.3 to say where it stands',
    )
    .option('--no-characters', 'no characters in it')
    .option('--redraw', 'draw the panel again where only the places of characters change; otherwise the tails move')
    .addOption(
      new Option('--text <text>', 'replaces its texts: KIND: WORDS or KIND@SPEAKER: WORDS; repeat the option for more')
        .argParser(readTextOption)
        .conflicts('textFile'),
    )
    .option('--no-text', 'no texts')
    .option('--text-file <file>', 'replaces its texts: a YAML or JSON list, as in a story file')
    .addOption(
      new Option(
        '--balloon <text=x,y>',
        'where the middle of a balloon stands, 0 to 1 of the slot, by the number or id of its text: 1=0.3,0.2; 1=auto gives it up',
      ).argParser(readPlaceOption),
    )
    .addOption(
      new Option(
        '--mouth <text=x,y>',
        "where the speaker's mouth is, 0 to 1 of the picture; its tail leads there",
      ).argParser(readPlaceOption),
    )
    .option('--alt <text>', 'alternative text for readers who cannot see the picture')
    .addOption(new Option('--weight <weight>', 'how much room it gets on its page').choices(panelWeights))
    .addOption(new Option('--page <break>', 'whether it starts a page').choices(pageBreaks))
    .addOption(new Option('--pause <pause>', 'the gap before it in a webtoon').choices(pauses));
  withServer(
    withChange(command).addHelpText(
      'after',
      `
KIND is caption, speech, thought, sfx or narration; SPEAKER is the id of a character: --text 'speech@hare: Nobody is faster than me!'
Texts, --balloon, --mouth, --alt, --weight, --page and --pause draw nothing: only sheets are composed again. When a panel is drawn again, its old takes are kept (see takes).`,
    ),
  ).action((id: string, panel: PanelOrCover, options: EditOptions) => edit(io, id, panel, options));
}

/** The texts of a panel as they are. */
async function findTexts(client: Client, id: string, number: PanelOrCover): Promise<readonly PanelText[]> {
  const panel = (await client.panels(id)).find((it) => it.number === number);
  if (!panel) {
    const why = typeof number === 'number' ? `the story has no panel ${number}` : 'a cover has no balloons to place';
    throw new NextpanelError('not_found', why);
  }
  return panel.text;
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

/** Only a file needs the parser, which takes longer to load than the rest of the command. */
const readTexts = async (file: string) => (await import('../edits/read-edit-file.ts')).readTextsFile(file);

async function edit(io: Io, id: string, panel: PanelOrCover, options: EditOptions): Promise<void> {
  const { prompt, characters, alt, weight, page, pause, balloon = [], mouth = [] } = options;
  const given = options.textFile === undefined ? options.text : await readTexts(fromUser(io, options.textFile));
  const isPlaced = balloon.length > 0 || mouth.length > 0;
  const server = isPlaced ? await findServer(io, options) : undefined;
  const text = server
    ? placeTexts(given === false ? [] : (given ?? (await findTexts(server.client, id, panel))), { balloon, mouth })
    : given;
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
  const { client } = server ?? (await findServer(io, options));
  const edited = await client.editPanel(id, panel, {
    ...changes,
    ...(options.redraw && { places: 'redraw' as const }),
    ...changeOf(options),
  });
  if (options.json) return printJson(io.stdout, edited);
  if (!options.dryRun) printLine(io.stdout, `${nameOfPanel(panel)}: ${plainText(edited.prompt)}`);
  await reportChange(
    io,
    client,
    id,
    edited.redraw,
    edited.frame === null ? 'it is not drawn yet; the change applies when it is drawn' : undefined,
  );
}
