import type { CheckLabel, ChecksView, FrameCheck } from '@nextpanel/core';
import { checkLabels, frameChecks } from '@nextpanel/core/check-names';
import { NextpanelError } from '@nextpanel/core/error';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type CommandContext, type Io, printJson, printLine } from '../io.ts';
import { findServer } from '../system/find-server.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, withServer } from './server-options.ts';

interface ChecksOptions extends RemoteOptions {
  readonly label?: CheckLabel | 'none';
  readonly all?: boolean;
  readonly accept?: boolean;
}

/** `checks ID [N CHECK --label right|wrong]`: what checks found, worst first; and what you think of a verdict. */
export function addChecks(command: Command, { io }: CommandContext): void {
  command
    .addHelpText('after', examples('checks ID', 'checks ID 12 drift --label wrong', 'checks ID 12 --accept'))
    .argument('<id>', 'story id')
    .argument('[panel]', 'number of a panel', readPanel)
    .argument('[check]', frameChecks.join(', '))
    .option('--all', 'list what checks found nothing in, too')
    .addOption(
      new Option('--label <label>', 'what you think of the verdict; none takes it back').choices([
        ...checkLabels,
        'none',
      ]),
    )
    .option('--accept', 'say that the selected picture of the panel is right, for everybody')
    .option('--no-accept', 'take that back');
  withServer(command).action(
    (id: string, panel: number | undefined, check: string | undefined, options: ChecksOptions) =>
      checks(io, id, { panel, check }, options),
  );
}

function readPanel(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('must be the number of a panel');
}

async function checks(
  io: Io,
  id: string,
  { panel, check }: { readonly panel: number | undefined; readonly check: string | undefined },
  { label, all = false, accept, ...options }: ChecksOptions,
): Promise<void> {
  const known = frameChecks.find((name) => name === check);
  if (check !== undefined && known === undefined)
    throw new NextpanelError('usage', `there is no check "${check}"; the checks are ${frameChecks.join(', ')}`);
  if (label !== undefined && (panel === undefined || known === undefined))
    throw new NextpanelError('usage', 'name the panel and the check, such as: checks ID 12 drift --label wrong');
  if (accept !== undefined && (panel === undefined || check !== undefined))
    throw new NextpanelError('usage', 'name the panel and no check, such as: checks ID 12 --accept');
  const { client } = await findServer(io, options);
  if (accept !== undefined && panel !== undefined) {
    const view = await client.acceptFrame(id, panel, accept);
    if (options.json) return printJson(io.stdout, view);
    return printLine(io.stdout, `panel ${panel}: ${view.accepted ? 'accepted' : 'not accepted'}`);
  }
  if (label !== undefined && panel !== undefined && known !== undefined) {
    const verdict = await client.labelCheck(id, panel, known, label === 'none' ? null : label);
    if (options.json) return printJson(io.stdout, verdict);
    return printLine(io.stdout, `panel ${verdict.panel} ${known}: ${label === 'none' ? 'without a label' : label}`);
  }
  const view = await client.checks(id);
  const items = view.items.filter(
    (item) => (panel === undefined || item.panel === panel) && (check === undefined || item.check === check),
  );
  if (options.json) return printJson(io.stdout, { ...view, items });
  for (const line of describeChecks({ ...view, items }, all)) printLine(io.stdout, line);
}

function describeChecks({ items, checks: kinds }: ChecksView, all: boolean): string[] {
  const shown = items.filter(({ found, judged }) => all || found || !judged);
  const words = ({ panel, check, detail, found, judged, label }: ChecksView['items'][number]) =>
    `panel ${panel}  ${nameOf(check)}  ${found || !judged ? '' : 'nothing: '}${detail}${label === null ? '' : `  [you: ${label}]`}`;
  return [
    ...(kinds.some(({ action }) => action !== 'off')
      ? []
      : ['all checks of this story are off; see `checks` and `review` in docs/story-file.md']),
    ...shown.map(words),
    ...(shown.length === 0 && items.length > 0 ? ['the checks found nothing'] : []),
    ...kinds.map(
      ({ check, action, measured, found, right, wrong }) =>
        `${nameOf(check)}  ${action}${measured === 0 ? '' : `; found something in ${found} of ${measured} frames`}${right + wrong === 0 ? '' : `; right ${right} of ${right + wrong} times by your labels`}`,
    ),
  ];
}

const nameOf = (check: FrameCheck): string => check.padEnd(7);
