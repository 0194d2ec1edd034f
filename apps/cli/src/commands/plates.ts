import type { ChangedPlate, Client, PlateView } from '@nextpanel/client';
import type { Box } from '@nextpanel/core';
import { NextpanelError } from '@nextpanel/core/error';
import { panelRanges } from '@nextpanel/core/panel-ranges';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { describeTakes } from '../edits/describe-takes.ts';
import { printDryRun, reportChange, reportNext } from '../edits/report-change.ts';
import { savePlates } from '../edits/save-plates.ts';
import { type CommandContext, type Io, printJson, printLine } from '../io.ts';
import { describePlates } from '../story/describe-plates.ts';
import { dollars } from '../story/describe-story.ts';
import { readPicture } from '../story/local-pictures.ts';
import { findServer } from '../system/find-server.ts';
import { catchInterruption } from '../system/interruption.ts';
import { fromUser, toUser } from '../user-paths.ts';
import { boxOption, maskHelp, readMaskFile, uploadMask } from './retouch.ts';
import { type RemoteOptions, withServer } from './server-options.ts';

interface PlatesOptions extends RemoteOptions {
  readonly approve?: boolean;
  readonly retake?: boolean;
  readonly redraw?: boolean;
  readonly takes?: boolean;
  readonly save?: string;
  readonly upload?: string;
  readonly select?: number;
  readonly description?: string;
  readonly reference?: readonly string[];
  readonly retouch?: string;
  readonly box?: Box;
  readonly mask?: string;
  readonly dryRun?: boolean;
}

/** What an edit of words or pictures does not go together with. */
const others = ['approve', 'takes', 'save', 'retake', 'redraw', 'retouch', 'upload', 'select'];

/** `plates ID [PLATE]`: lists reference pictures; draws one again, adds your own, selects one, or approves them all. */
export function addPlates(command: Command, { io }: CommandContext): void {
  command
    .argument('<id>', 'story id')
    .argument('[plate]', 'what it shows, such as hare, hare/winter, mill or style')
    .addOption(
      new Option('--approve', 'approve the plates; the panels are drawn').conflicts([
        'retake',
        'redraw',
        'takes',
        'retouch',
        'upload',
        'select',
      ]),
    )
    .addOption(
      new Option('--takes', 'list its takes (* is selected)').conflicts([
        'retake',
        'redraw',
        'retouch',
        'upload',
        'select',
      ]),
    )
    .addOption(
      new Option('--save <dir>', 'save the pictures in this folder; with --takes those of all takes').conflicts([
        'approve',
        'retake',
        'redraw',
        'retouch',
        'upload',
        'select',
      ]),
    )
    .addOption(new Option('--retake', 'draw the plate again').conflicts(['redraw', 'retouch', 'upload', 'select']))
    .addOption(
      new Option('--redraw', 'draw the panels again that were drawn from another picture of it').conflicts([
        'retouch',
        'upload',
        'select',
      ]),
    )
    .addOption(
      new Option(
        '--retouch <words>',
        'change something in its picture, as a new take; with an area, the rest stays',
      ).conflicts(['upload', 'select']),
    )
    .addOption(boxOption())
    .option('--mask <file>', maskHelp)
    .addOption(
      new Option('--upload <file>', 'add your own picture, and select it; PNG, JPEG or WebP').conflicts('select'),
    )
    .option('--select <take>', 'select this take', readTake)
    .addOption(
      new Option('--description <words>', 'change its description; panels that show it become stale').conflicts(others),
    )
    .addOption(
      new Option(
        '--reference <file...>',
        'pictures of it instead of those of the story; panels become stale',
      ).conflicts(others),
    )
    .option('--dry-run', 'change nothing; show the price and what depends on the plate');
  withServer(
    command.addHelpText(
      'after',
      `
Another picture of a plate, and other words for it, draw no panel again: those drawn from the one before are shown as
stale, and --redraw draws them again.`,
    ),
  ).action((id: string, plate: string | undefined, options: PlatesOptions) => plates(io, id, plate, options));
}

function readTake(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('must be the number of a take');
}

async function plates(io: Io, id: string, plate: string | undefined, options: PlatesOptions): Promise<void> {
  const { client } = await findServer(io, options);
  if (options.approve) {
    const story = await client.approvePlates(id);
    if (options.json) return printJson(io.stdout, story);
    printLine(io.stdout, 'the plates are approved');
    return reportNext(io, client, id);
  }
  if (options.retouch === undefined && (options.box || options.mask !== undefined))
    throw new NextpanelError('usage', '--box and --mask say where a picture may change; say what, with --retouch');
  if (options.save !== undefined) return save(io, client, id, plate, options.save, options);
  const changes =
    options.retake === true ||
    options.redraw === true ||
    options.takes === true ||
    options.retouch !== undefined ||
    options.upload !== undefined ||
    options.select !== undefined ||
    options.description !== undefined ||
    options.reference !== undefined;
  if (!changes) return list(io, client, id, plate, options);
  if (plate === undefined) throw new NextpanelError('usage', 'name the plate, such as: plates ID hare --retake');
  const dryRun = options.dryRun ?? false;
  if (options.takes) return listTakes(io, client, { id, plate }, options);
  if (options.redraw) return redraw(io, client, { id, plate, dryRun }, options);
  if (options.upload !== undefined) return upload(io, client, { id, plate, file: options.upload, dryRun }, options);
  if (options.description !== undefined || options.reference !== undefined)
    return edit(io, client, { id, plate, dryRun }, options);
  const changed =
    options.select !== undefined
      ? await client.selectPlateTake(id, plate, options.select, { dryRun })
      : options.retouch === undefined
        ? await client.retakePlate(id, plate, { dryRun })
        : await retouch(io, client, { id, plate, instruction: options.retouch, dryRun }, options);
  if (options.json) return printJson(io.stdout, changed);
  if (options.select === undefined) {
    printLine(
      io.stdout,
      `plate ${plate} ${dryRun ? 'would be' : 'is'} ${options.retouch === undefined ? 'drawn again' : 'retouched'} for about ${dollars(changed.redraw.expectedUsd)}`,
    );
  } else printLine(io.stdout, `plate ${plate} ${dryRun ? 'would show' : 'now shows'} take ${options.select}`);
  reportDependants(io, changed);
  if (dryRun) printDryRun(io);
  else await reportNext(io, client, id);
}

async function edit(
  io: Io,
  client: Pick<Client, 'editPlate' | 'story' | 'uploadAsset'>,
  { id, plate, dryRun }: { readonly id: string; readonly plate: string; readonly dryRun: boolean },
  { description, reference: files, json }: PlatesOptions,
): Promise<void> {
  const references = files && (await Promise.all(files.map((file) => uploadPicture(io, client, file))));
  const changed = await client.editPlate(id, plate, {
    ...(description !== undefined && { description }),
    ...(references && { references }),
    dryRun,
  });
  if (json) return printJson(io.stdout, changed);
  printLine(io.stdout, `plate ${plate} ${dryRun ? 'would be' : 'is'} changed`);
  const stale = nameDependants(changed);
  printLine(
    io.stdout,
    stale === null
      ? 'no drawn panel shows it'
      : `stale: ${stale}; redrawing would cost about ${dollars(changed.dependants.expectedUsd)}`,
  );
  if (changed.takes > 0) printLine(io.stdout, 'its plate stays; --retake draws it from the new description');
  if (dryRun) printDryRun(io);
  else await reportNext(io, client, id);
}

/** Uploads a picture and answers with the id of the asset. */
async function uploadPicture(io: Io, client: Pick<Client, 'uploadAsset'>, file: string): Promise<string> {
  const picture = await readPicture(fromUser(io, file));
  if (typeof picture === 'string') throw new NextpanelError('invalid', `${file} ${picture}`);
  return (await client.uploadAsset(picture.bytes, picture.mime)).id;
}

async function retouch(
  io: Io,
  client: Pick<Client, 'retouchPlate' | 'story' | 'uploadAsset'>,
  {
    id,
    plate,
    instruction,
    dryRun,
  }: { readonly id: string; readonly plate: string; readonly instruction: string; readonly dryRun: boolean },
  { box, mask: file }: Pick<PlatesOptions, 'box' | 'mask'>,
): Promise<ChangedPlate> {
  const picture = await readMaskFile(io, file);
  const mask = picture && (await uploadMask(client, id, picture));
  return client.retouchPlate(id, plate, { instruction, ...(box && { box }), ...(mask && { mask }), dryRun });
}

/** All of a story, or the named one. */
async function platesOf(client: Pick<Client, 'plates'>, id: string, plate: string | undefined): Promise<PlateView[]> {
  const all = await client.plates(id);
  const named = plate === undefined ? all : all.filter((it) => it.id === plate || it.id.replace('/', '.') === plate);
  if (plate !== undefined && named.length === 0)
    throw new NextpanelError(
      'not_found',
      `the story has no plate ${plate}; it has: ${all.map((it) => it.id).join(', ')}`,
    );
  return named;
}

async function save(
  io: Io,
  client: Pick<Client, 'plates' | 'plateTakes' | 'picture'>,
  id: string,
  plate: string | undefined,
  to: string,
  { json, takes: allTakes = false }: Pick<PlatesOptions, 'json' | 'takes'>,
): Promise<void> {
  const named = await platesOf(client, id, plate);
  using interruption = catchInterruption();
  const { signal } = interruption;
  const saving = savePlates({ client, id, plates: named, allTakes, dir: fromUser(io, to), signal });
  const files = await Promise.race([saving, interruption.interrupted]);
  if (json) return printJson(io.stdout, { items: named, files });
  for (const file of files) printLine(io.stdout, toUser(io, file));
  if (files.length === 0) printLine(io.stderr, 'there is no picture yet');
}

async function list(
  io: Io,
  client: Pick<Client, 'plates'>,
  id: string,
  plate: string | undefined,
  { json }: RemoteOptions,
): Promise<void> {
  const shown = await platesOf(client, id, plate);
  if (json) return printJson(io.stdout, { items: shown });
  if (shown.length > 0) io.stdout.write(describePlates(shown));
  else printLine(io.stderr, 'the story has no characters, locations, props or style');
}

async function listTakes(
  io: Io,
  client: Pick<Client, 'plateTakes'>,
  { id, plate }: { readonly id: string; readonly plate: string },
  { json }: RemoteOptions,
): Promise<void> {
  const all = await client.plateTakes(id, plate);
  if (json) return printJson(io.stdout, { items: all });
  if (all.length > 0) io.stdout.write(describeTakes(all));
  else printLine(io.stderr, `plate ${plate} has no takes yet; it is not drawn`);
}

async function redraw(
  io: Io,
  client: Pick<Client, 'redrawPlatePanels' | 'story'>,
  { id, plate, dryRun }: { readonly id: string; readonly plate: string; readonly dryRun: boolean },
  { json }: RemoteOptions,
): Promise<void> {
  const changed = await client.redrawPlatePanels(id, plate, { dryRun });
  if (json) return printJson(io.stdout, changed);
  const otherwise = `no panel was drawn from another picture of ${plate}; there is nothing to draw again`;
  return reportChange(io, client, id, changed.redraw, otherwise);
}

async function upload(
  io: Io,
  client: Pick<Client, 'uploadAsset' | 'addPlateTake' | 'redrawPlatePanels' | 'story'>,
  {
    id,
    plate,
    file,
    dryRun,
  }: { readonly id: string; readonly plate: string; readonly file: string; readonly dryRun: boolean },
  { json }: RemoteOptions,
): Promise<void> {
  const asset = await uploadPicture(io, client, file);
  const take = await client.addPlateTake(id, plate, { asset, select: true, dryRun });
  if (json) return printJson(io.stdout, take);
  printLine(io.stdout, `${file} ${dryRun ? 'would be' : 'is'} take ${take.number} of plate ${plate}, and selected`);
  if (dryRun) return printDryRun(io);
  const { redraw: again, stale, staleCover } = await client.redrawPlatePanels(id, plate, { dryRun: true });
  const names = namePictures(stale, staleCover);
  if (names !== null)
    printLine(
      io.stdout,
      `drawn from another picture of it: ${names}; --redraw draws them again for about ${dollars(again.expectedUsd)}`,
    );
  await reportNext(io, client, id);
}

function reportDependants(io: Io, changed: ChangedPlate): void {
  const names = nameDependants(changed);
  const line =
    names === null
      ? 'no drawn panel depends on it'
      : `drawn from another picture of it, and kept: ${names}; redrawing would cost about ${dollars(changed.dependants.expectedUsd)}`;
  printLine(io.stdout, line);
}

/** What shows a plate as it was before; null where there is none. */
const nameDependants = ({ dependants: { panels, cover } }: ChangedPlate): string | null => namePictures(panels, cover);

/** Panels and the cover in words; null for none. */
function namePictures(panels: readonly number[], cover: boolean): string | null {
  const names = [...(panels.length > 0 ? [`panel ${panelRanges(panels)}`] : []), ...(cover ? ['the cover'] : [])];
  return names.length > 0 ? names.join(' and ') : null;
}
