import type { Client } from '@nextpanel/client';
import type { Command } from 'commander';
import { type CommandContext, type Io, printJson, printLine } from '../io.ts';
import { dollars } from '../story/describe-story.ts';
import { findServer } from '../system/find-server.ts';
import { formatTable } from '../terminal/format-table.ts';
import { plainText } from '../terminal/plain-text.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, withServer } from './server-options.ts';

type Costs = Awaited<ReturnType<Client['costs']>>;

interface CostsOptions extends RemoteOptions {
  readonly from?: string;
  readonly to?: string;
  readonly csv?: true;
}

/** `costs`: what was spent, by day, model and story. */
export function addCosts(command: Command, { io }: CommandContext): void {
  command
    .addHelpText('after', examples('costs', 'costs --from 2026-11-01 --csv > november.csv'))
    .option('--from <day>', 'first day (UTC; default: the first of the month)')
    .option('--to <day>', 'last day (UTC; default: today)')
    .option('--csv', 'print a table with a row for each day and model');
  withServer(command).action((options: CostsOptions) => show(io, options));
}

async function show(io: Io, options: CostsOptions): Promise<void> {
  const { client } = await findServer(io, options);
  const days = {
    ...(options.from !== undefined && { from: options.from }),
    ...(options.to !== undefined && { to: options.to }),
  };
  if (options.csv) return void io.stdout.write(await client.costsCsv(days));
  const costs = await client.costs(days);
  if (options.json) return printJson(io.stdout, costs);
  const { total, forecastUsd, byDay, byModel, byStory, byTenant } = costs;
  printLine(io.stdout, `${costs.from} to ${costs.to} (UTC)`);
  io.stdout.write(formatTable([head(''), row('all', total)]));
  printLine(io.stdout, `about ${dollars(forecastUsd)} to come for stories in progress`);
  const part = (name: string, rows: string[][]) => {
    if (rows.length > 0) io.stdout.write(`\n${formatTable([head(name), ...rows])}`);
  };
  part(
    'DAY',
    byDay.map((it) => row(it.day, it)),
  );
  part(
    'MODEL',
    byModel.map((it) => row(plainText(`${it.provider} ${it.model}`), it)),
  );
  if (byTenant.length > 1)
    part(
      'TENANT',
      byTenant.map((it) => row(plainText(it.tenant), it)),
    );
  const stories = byStory.map((it) => [
    it.story,
    ...[it.spentUsd, it.wastedUsd, it.discardedUsd, it.possiblyUsd, it.forecastUsd].map(dollars),
    plainText(it.title),
  ]);
  const columns = ['STORY, IN ALL', 'SPENT', 'WASTED', 'DISCARDED', 'UNCERTAIN', 'TO COME', 'TITLE'];
  if (stories.length > 0) io.stdout.write(`\n${formatTable([columns, ...stories])}`);
  showUncertain(io, costs);
}

function showUncertain(io: Io, { uncertain, uncertainScripts }: Costs): void {
  const open = [
    ...uncertain.map((it) => [it.story, it.request, dollars(it.costUsd), plainText(`${it.provider} ${it.model}`)]),
    ...uncertainScripts.map((it) => [it.script, it.call, dollars(it.costUsd), plainText(`script ${it.model}`)]),
  ];
  const [first] = open;
  if (first === undefined) return;
  io.stdout.write(`\n${formatTable([['UNCERTAIN', 'REQUEST', 'COST', 'MODEL'], ...open])}`);
  printLine(io.stdout, `look at the provider's bill, then: nextpanel ledger settle ${first[0]} ${first[1]} --not-paid`);
}

const head = (name: string): string[] => [name, 'SPENT', 'WASTED', 'UNCERTAIN', 'HELD', 'PICTURES'];

const row = (name: string, { spentUsd, wastedUsd, possiblyUsd, heldUsd, images }: Costs['total']): string[] => [
  name,
  ...[spentUsd, wastedUsd, possiblyUsd, heldUsd].map(dollars),
  String(images),
];
