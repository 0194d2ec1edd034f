import { NextpanelError } from '@nextpanel/core/error';
import { type Command, Option } from 'commander';
import { type ChangeOptions, changeOf, withChange } from '../edits/change-options.ts';
import { reportChange } from '../edits/report-change.ts';
import { type CommandContext, type Io, printJson } from '../io.ts';
import { findServer } from '../system/find-server.ts';
import { examples } from './examples.ts';
import { type PanelOrCover, panelOrCover, type RemoteOptions, wholeNumber, withServer } from './server-options.ts';

interface RetakeOptions extends RemoteOptions, ChangeOptions {
  readonly count?: number;
  readonly batch?: number;
}

/** `retake ID N` and `retake ID --batch K`: draws the same panels again, as new takes. */
export function addRetake(command: Command, { io }: CommandContext): void {
  command
    .addHelpText('after', examples('retake ID 8 --count 4', 'retake ID --batch 2 --cascade redraw --dry-run'))
    .argument('<id>', 'story id')
    .argument('[panel]', 'number of the panel, or cover', panelOrCover)
    .addOption(
      new Option('--count <n>', 'how many new takes to draw; the first is selected (default: 1)')
        .argParser(wholeNumber(1, 8))
        .conflicts('batch'),
    )
    .option('--batch <k>', 'draw every panel of this batch instead', wholeNumber(1, 2_000));
  withServer(withChange(command)).action((id: string, panel: PanelOrCover | undefined, options: RetakeOptions) =>
    retake(io, id, panel, options),
  );
}

async function retake(io: Io, id: string, panel: PanelOrCover | undefined, options: RetakeOptions): Promise<void> {
  const { batch, count } = options;
  if ((panel === undefined) === (batch === undefined)) {
    throw new NextpanelError('usage', 'name either a panel (retake ID N) or a batch (retake ID --batch K)');
  }
  const { client } = await findServer(io, options);
  const changed =
    panel === undefined
      ? await client.retakeBatch(id, batch as number, changeOf(options))
      : await client.retakePanel(id, panel, { ...(count !== undefined && { count }), ...changeOf(options) });
  if (options.json) return printJson(io.stdout, changed);
  await reportChange(io, client, id, changed.redraw);
}
