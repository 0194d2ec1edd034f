import type { EstimateView } from '@nextpanel/client';
import type { Command } from 'commander';
import { type CommandContext, type Io, printJson } from '../io.ts';
import { dollars } from '../story/describe-story.ts';
import { readLocalPictures, replaceLocalReferences } from '../story/local-pictures.ts';
import { placeMistakes } from '../story/place-mistakes.ts';
import { printWarnings } from '../story/print-warnings.ts';
import { readStoryFile } from '../story/read-story-file.ts';
import { findServer } from '../system/find-server.ts';
import { formatTable } from '../terminal/format-table.ts';
import { fromUser } from '../user-paths.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, withServer } from './server-options.ts';

interface EstimateOptions extends RemoteOptions {
  readonly provider?: string;
  readonly model?: string;
}

export function addEstimate(command: Command, { io }: CommandContext): void {
  command
    .addHelpText('after', examples('estimate story.yaml --provider openai'))
    .argument('<file>', 'story file, YAML or JSON')
    .option('--provider <id>', 'estimate for this provider instead of the one in the file')
    .option('--model <id>', 'estimate for this model instead of the one in the file');
  withServer(command).action((file: string, options: EstimateOptions) => estimate(io, file, options));
}

async function estimate(io: Io, file: string, options: EstimateOptions): Promise<void> {
  const path = fromUser(io, file);
  const spec = await readStoryFile(path, options);
  const pictures = await readLocalPictures(path, spec);
  const { client } = await findServer(io, options);
  // An estimate stores nothing, so nothing is uploaded. A picture that the server has already is known to it by this id.
  const json = replaceLocalReferences(spec, (reference) => assetOf(pictures.get(reference)?.sha256) ?? reference);
  const view = await placeMistakes(client, path, spec, () => client.estimate({ json }));
  if (options.json) return printJson(io.stdout, view);
  io.stdout.write(
    formatTable([
      ['expected', dollars(view.expectedUsd)],
      ['at least', dollars(view.lowUsd)],
      ['at most', dollars(view.highUsd)],
      ...(view.recalledPanels > 0
        ? [['panels', `${view.panels}, ${view.recalledPanels} already drawn, you pay ${dollars(view.expectedUsd)}`]]
        : []),
      ...(view.review ? [['review', describeReviewPrice(view.review)] as const] : []),
      ...(view.plates ? [['plates', describePlatesPrice(view.plates)] as const] : []),
      ...(view.scaledReferences === undefined
        ? []
        : [
            [
              'pictures',
              `${view.scaledReferences} go along smaller: they would cost more than the panel itself`,
            ] as const,
          ]),
      ...(view.cover ? [['cover', `${dollars(view.cover.expectedUsd)} of that`] as const] : []),
      ['requests', `${view.requests} in ${view.batches} batches`],
      ...(view.economy ? [['time', describeTime(view.economy)] as const] : []),
    ]),
  );
  printWarnings(io, view.warnings);
}

/** Part of what is expected. */
const describeReviewPrice = ({ calls, expectedUsd, priceKnown }: NonNullable<EstimateView['review']>): string =>
  `${calls} ${calls === 1 ? 'batch' : 'batches'} looked at by a vision model: ${priceKnown ? `${dollars(expectedUsd)} of that` : 'its price is not known, and counted as nothing'}`;

const describePlatesPrice = ({ plates, requests, expectedUsd }: NonNullable<EstimateView['plates']>): string =>
  `${plates} reference pictures first${requests < plates ? `, ${plates - requests} already drawn` : ''}: ${dollars(expectedUsd)} of that`;

const assetOf = (sha256: string | undefined): string | undefined => sha256 && `asset_${sha256}`;

/** Vendors promise 24 hours for each vendor batch, and are often done in minutes. */
const describeTime = ({ vendorBatches, longestHours }: NonNullable<EstimateView['economy']>): string =>
  `${vendorBatches} vendor batches, each up to 24 h: at most ${longestHours} h, and often much less`;
