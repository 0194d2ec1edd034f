import type { AdaptedScript } from '@nextpanel/client';
import { isPlatePanel, plateOf } from '@nextpanel/core/plate-panel';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type CommandContext, type Io, nextpanelCommand, printJson, printLine } from '../io.ts';
import { findServer } from '../system/find-server.ts';
import { formatTable } from '../terminal/format-table.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, withServer } from './server-options.ts';

interface SettleOptions extends RemoteOptions {
  readonly paid?: number | true;
  readonly notPaid?: true;
}

/** `ledger show ID` and `ledger settle ID REQUEST`. */
export function addLedger(ledger: Command, { io }: CommandContext): void {
  ledger.addHelpText('after', examples('ledger show ID', 'ledger settle ID REQUEST --not-paid'));
  const id = 'id of a story, or of a script that a model adapts';
  const shown = ledger
    .command('show')
    .description('list the requests of a story or a script that were, or may have been, paid')
    .argument('<id>', id);
  withServer(shown).action((id: string, options: RemoteOptions) => show(io, id, options));
  const settled = ledger
    .command('settle')
    .description('say whether a request with unknown outcome was paid')
    .argument('<id>', id)
    .argument('<request>', 'id of the request, from `ledger show`')
    .addOption(new Option('--paid [usd]', 'it was charged; without an amount, the estimate counts').argParser(dollars))
    .addOption(new Option('--not-paid', 'it was not charged').conflicts('paid'));
  withServer(settled).action((id: string, request: string, options: SettleOptions, command: Command) => {
    if (options.paid === undefined && !options.notPaid)
      command.error('error: say either --paid or --not-paid; your account at the provider shows which', {
        exitCode: 2,
      });
    return settle(io, id, request, options);
  });
}

function dollars(text: string): number {
  const usd = Number(text);
  if (text.trim() === '' || !Number.isFinite(usd) || usd < 0)
    throw new InvalidArgumentError('it must be an amount in dollars.');
  return usd;
}

/** Ids of stories have no such beginning. */
const isScript = (id: string): boolean => id.startsWith('script_');

async function show(io: Io, id: string, options: RemoteOptions): Promise<void> {
  const { client } = await findServer(io, options);
  if (isScript(id)) return showCalls(io, await client.scripts.read(id), options);
  const items = await client.ledger(id);
  if (options.json) return printJson(io.stdout, { items });
  const rows = items.map(({ request, panels, panelIds, state, costUsd, estimateUsd, code }) => [
    request,
    [...panels, ...panelIds.filter(isPlatePanel).map((id) => `plate ${plateOf(id)}`)].join(', '),
    state.replaceAll('_', ' '),
    `$${(state === 'intended' || state === 'ordered' ? estimateUsd : costUsd).toFixed(4)}`,
    code ?? '',
  ]);
  io.stdout.write(formatTable([['REQUEST', 'PANELS', 'STATE', 'COST', 'CODE'], ...rows]));
}

function showCalls(io: Io, { id, calls }: AdaptedScript, options: RemoteOptions): void {
  if (options.json) {
    printJson(io.stdout, { items: calls });
    return;
  }
  const rows = calls.map(({ id: call, orderedAt, state, costUsd, code }) => [
    call,
    orderedAt,
    state.replaceAll('_', ' '),
    `$${costUsd.toFixed(4)}`,
    code ?? '',
  ]);
  io.stdout.write(formatTable([['REQUEST', 'ORDERED', 'STATE', 'COST', 'CODE'], ...rows]));
  const lost = calls.find(({ state }) => state === 'possibly_paid');
  if (lost)
    printLine(
      io.stderr,
      `look at the provider's bill, then: ${nextpanelCommand} ledger settle ${id} ${lost.id} --not-paid`,
    );
}

async function settle(io: Io, id: string, request: string, options: SettleOptions): Promise<void> {
  const { client } = await findServer(io, options);
  const costUsd = typeof options.paid === 'number' ? options.paid : undefined;
  const settlement = { paid: !options.notPaid, ...(costUsd !== undefined && { costUsd }) };
  const entry = isScript(id)
    ? (await client.scripts.settle(id, request, settlement)).calls.find((call) => call.id === request)
    : await client.settleRequest(id, request, settlement);
  if (options.json) return printJson(io.stdout, entry);
  const { costUsd: cost = 0 } = entry ?? {};
  printLine(io.stdout, `${request} counts as ${cost > 0 ? `paid, $${cost.toFixed(4)}` : 'not paid'}`);
}
