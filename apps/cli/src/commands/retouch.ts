import type { Client } from '@nextpanel/client';
import type { Box } from '@nextpanel/core';
import { NextpanelError } from '@nextpanel/core/error';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ChangeOptions, changeOf, withChange } from '../edits/change-options.ts';
import { reportChange } from '../edits/report-change.ts';
import { type CommandContext, type Io, printJson } from '../io.ts';
import { type LocalPicture, readPicture } from '../story/local-pictures.ts';
import { findServer } from '../system/find-server.ts';
import { fromUser } from '../user-paths.ts';
import { examples } from './examples.ts';
import { type PanelOrCover, panelOrCover, type RemoteOptions, wholeNumber, withServer } from './server-options.ts';

interface RetouchOptions extends RemoteOptions, ChangeOptions {
  readonly box?: Box;
  readonly mask?: string;
  readonly count?: number;
}

/** `retouch ID N "words"`: changes something in the selected frame of a panel. */
export function addRetouch(command: Command, { io }: CommandContext): void {
  command
    .addHelpText('after', examples('retouch ID 8 "make the scarf green" --box 0.2,0.1,0.4,0.5 --dry-run'))
    .argument('<id>', 'story id')
    .argument('<panel>', 'number of the panel, or cover', panelOrCover)
    .argument('<instruction>', 'what to change, in words')
    .addOption(boxOption())
    .option('--mask <file>', maskHelp)
    .option('--count <n>', 'how many new takes to draw; the first is selected (default: 1)', wholeNumber(1, 8));
  withServer(withChange(command)).action(
    (id: string, panel: PanelOrCover, instruction: string, options: RetouchOptions) =>
      retouch(io, { id, panel, instruction }, options),
  );
}

export const boxOption = () =>
  new Option('--box <x,y,width,height>', 'the area that may change, in shares of the picture from the top left, 0–1')
    .argParser(readBox)
    .conflicts('mask');

export const maskHelp = 'a PNG of the size of the frame: transparent, or white on black, where the picture may change';

/** Whether it lies within the picture is judged by the server. */
function readBox(text: string): Box {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [x = 0, y = 0, width = 0, height = 0] = numbers;
  if (numbers.length === 4 && numbers.every(Number.isFinite)) return { x, y, width, height };
  throw new InvalidArgumentError(
    'It must be four numbers from 0 to 1 with commas between them, such as 0.2,0.1,0.4,0.5.',
  );
}

interface Asked {
  readonly id: string;
  readonly panel: PanelOrCover;
  readonly instruction: string;
}

async function retouch(io: Io, { id, panel, instruction }: Asked, options: RetouchOptions): Promise<void> {
  const { box, count } = options;
  const picture = await readMaskFile(io, options.mask);
  const { client } = await findServer(io, options);
  const mask = picture && (await uploadMask(client, id, picture));
  const changed = await client.retouchPanel(id, panel, {
    instruction,
    ...(box && { box }),
    ...(mask && { mask }),
    ...(count !== undefined && { count }),
    ...changeOf(options),
  });
  if (options.json) return printJson(io.stdout, changed);
  await reportChange(io, client, id, changed.redraw);
}

/** The picture in the file of a mask, read before the server is asked for anything; null: there is none. */
export async function readMaskFile(
  io: Pick<Io, 'cwd' | 'env'>,
  file: string | undefined,
): Promise<LocalPicture | null> {
  if (file === undefined) return null;
  const picture = await readPicture(fromUser(io, file));
  if (typeof picture === 'string') throw new NextpanelError('usage', `${file} ${picture}`);
  return picture;
}

/** Uploads a mask for a story; its id. */
export async function uploadMask(
  client: Pick<Client, 'story' | 'uploadAsset'>,
  id: string,
  { bytes, mime }: LocalPicture,
): Promise<string> {
  // Checked first, so that nothing is stored for a story that does not exist.
  await client.story(id);
  return (await client.uploadAsset(bytes, mime)).id;
}
