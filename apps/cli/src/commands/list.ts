import type { StoryStatus, StoryView } from '@nextpanel/core';
import { storyStatuses } from '@nextpanel/core/states';
import { type Command, Option } from 'commander';
import { type CommandContext, type Io, printJson, printLine } from '../io.ts';
import { describeStories } from '../story/describe-story.ts';
import { findServer } from '../system/find-server.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, wholeNumber, withServer } from './server-options.ts';

/** The largest page the server returns. */
const pageLimit = 200;

interface ListOptions extends RemoteOptions {
  readonly status?: StoryStatus;
  readonly query?: string;
  readonly externalId?: string;
  readonly metadata?: string;
  readonly sort: 'created' | '-created' | 'updated' | '-updated';
  readonly limit: number;
  readonly cursor?: string;
}

export function addList(command: Command, { io }: CommandContext): void {
  command
    .addHelpText('after', examples('list --status needs_attention'))
    .addOption(new Option('--status <status>', 'only these').choices(storyStatuses))
    .option('--query <text>', 'only stories whose title contains this')
    .option('--external-id <id>', 'only the story that your own system calls so')
    .option('--metadata <pairs>', 'only stories with this among their metadata, such as season:winter')
    .addOption(
      new Option('--sort <order>', 'sort by this time; "-" means newest first')
        .choices(['created', '-created', 'updated', '-updated'])
        .default('-created'),
    )
    .option('--limit <n>', 'at most this many', wholeNumber(1, 10_000), 50)
    .option('--cursor <cursor>', 'continue where a previous list ended');
  withServer(command).action((options: ListOptions) => list(io, options));
}

async function list(io: Io, options: ListOptions): Promise<void> {
  const { client } = await findServer(io, options);
  const { status, query, externalId, metadata, sort, limit } = options;
  const stories: StoryView[] = [];
  let cursor = options.cursor;
  do {
    const page = await client.stories({
      status,
      query,
      externalId,
      metadata,
      sort,
      limit: Math.min(limit - stories.length, pageLimit),
      cursor,
    });
    stories.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && stories.length < limit);
  if (options.json) return printJson(io.stdout, { items: stories, nextCursor: cursor ?? null });
  if (stories.length === 0) return printLine(io.stderr, 'no stories');
  io.stdout.write(describeStories(stories));
  if (cursor !== undefined) printLine(io.stderr, `more stories: --cursor ${cursor}`);
}
