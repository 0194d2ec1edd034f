import type { PublishCheckView, PublishProfileName } from '@nextpanel/core';
import { publishProfileNames } from '@nextpanel/core/publishing';
import { Argument, type Command } from 'commander';
import { type CommandContext, type Io, printJson, printLine } from '../io.ts';
import { findServer } from '../system/find-server.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, withServer } from './server-options.ts';

interface PublishCheckOptions extends RemoteOptions {
  readonly language?: string;
}

/** `publish-check ID PROFILE`: where a book may be published, and what it lacks. */
export function addPublishCheck(command: Command, { io }: CommandContext): void {
  command
    .addHelpText('after', examples('publish-check ID kdp-print', 'publish-check ID epub-eu --language de'))
    .argument('<id>', 'story id')
    .addArgument(new Argument('<profile>', 'where').choices(publishProfileNames))
    .option('--language <tag>', 'the edition in this language');
  withServer(command).action((id: string, profile: PublishProfileName, options: PublishCheckOptions) =>
    publishCheck(io, id, profile, options),
  );
}

async function publishCheck(
  io: Io,
  id: string,
  profile: PublishProfileName,
  options: PublishCheckOptions,
): Promise<void> {
  const { client } = await findServer(io, options);
  const check = await client.publishCheck(id, profile, { language: options.language });
  if (options.json) return printJson(io.stdout, check);
  for (const line of describeCheck(check)) printLine(io.stdout, line);
}

function describeCheck({ label, asOf, policy, findings, disclosure, labels }: PublishCheckView): string[] {
  return [
    `${label}, as of ${asOf}; the sources win`,
    ...policy.map(({ rule, source }) => `rule: ${rule} (${source})`),
    ...findings.map((finding) => `missing: ${finding}`),
    ...(findings.length === 0 ? ['nothing is missing that this check knows of'] : []),
    ...(disclosure === null ? [] : [`to declare: ${disclosure}`]),
    ...(labels.length === 0 ? [] : [`label: ${labels.join(' · ')}`]),
  ];
}
