import { randomUUID } from 'node:crypto';
import { basename, extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, ServerUnreachable } from '@nextpanel/client';
import { parseConfig } from '@nextpanel/core';
import type { Command } from 'commander';
import { exitCodeOfStatus, exitCodes } from '../exit-codes.ts';
import { type CommandContext, type Io, printJson, printLine } from '../io.ts';
import { contentKey } from '../story/content-key.ts';
import { type DrawOptions, drawStory } from '../story/draw-story.ts';
import { explainRest } from '../story/explain-rest.ts';
import { findExample } from '../story/find-example.ts';
import { readLocalPictures } from '../story/local-pictures.ts';
import { readStoryFile } from '../story/read-story-file.ts';
import { prepareOutDir, saveStory, storyJson } from '../story/save-story.ts';
import { type ProgressDisplay, showProgress } from '../story/show-progress.ts';
import type { Rest } from '../story/watch-story.ts';
import { enterSystem } from '../system/enter-system.ts';
import { apiKeyOf } from '../system/find-server.ts';
import { formatLogLine } from '../system/format-log-line.ts';
import { catchInterruption, Interrupted, type Interruption } from '../system/interruption.ts';
import { fromUser, toUser } from '../user-paths.ts';

/** How long the system of another process may be away before this command gives up. */
const awayMs = 60_000;

interface StoryOptions {
  readonly provider?: string;
  readonly model?: string;
  readonly out?: string;
  readonly again?: true;
  readonly json?: true;
}

export function addStory(program: Command, { io, finish }: CommandContext): void {
  program
    .command('story')
    .description('draw a story from a file, from nothing to the finished book (`npm run story -- FILE`)')
    .argument('[file]', 'story file, YAML or JSON (default: the first one in examples/)')
    .option('--provider <id>', 'draw with this provider instead of the one in the file')
    .option('--model <id>', 'draw with this model instead of the one in the file')
    .option('--out <dir>', 'write the files there (default: out/<name of the story file>)')
    .option('--again', 'make it a new story, even if this very content was drawn before')
    .option('--json', 'print one JSON document: id, status, cost, files')
    .addHelpText(
      'after',
      `
The same content is the same story: running the command again resumes it, or writes its files again when it is finished.
It uses the nextpanel that runs on the data folder (npm start), or runs one of its own until the story is done.`,
    )
    .action(async (file: string | undefined, options: StoryOptions) => finish(await runStory(io, file, options)));
}

async function runStory(io: Io, file: string | undefined, options: StoryOptions): Promise<number> {
  const config = parseConfig(io.env);
  const path = file === undefined ? await findExample() : fromUser(io, file);
  const spec = await readStoryFile(path, options);
  const pictures = await readLocalPictures(path, spec);
  const dir = fromUser(io, options.out ?? join('out', basename(path, extname(path))));
  await prepareOutDir(dir);

  using interruption = catchInterruption();
  using display = showProgress(io);
  const key = options.again ? `again-${randomUUID()}` : contentKey(spec, pictures);
  try {
    return await withSystem(io, config, display, interruption, async (draw) => {
      const { client, rest } = await draw({ spec, pictures, key });
      display.stop();
      const finished = rest.story.status === 'completed' && rest.pausedProvider === null;
      const files = finished ? await saveStory({ client, story: rest.story, dir, signal: interruption.signal }) : [];
      report(io, rest, dir, files, options);
      return rest.pausedProvider ? exitCodes.credentials : exitCodeOfStatus(rest.story.status);
    });
  } catch (error) {
    if (error instanceof Interrupted) printLine(io.stderr, 'The same command resumes the story from here.');
    throw error;
  }
}

type Draw = (
  story: Pick<DrawOptions, 'spec' | 'pictures' | 'key'>,
) => Promise<{ client: DrawOptions['client']; rest: Rest }>;

/**
 * Runs `act` against the data folder's system. When that one belongs to another command and ends with it, `act` starts
 * over with the next one, which the key makes the same story.
 */
async function withSystem<Result>(
  io: Io,
  config: ReturnType<typeof parseConfig>,
  display: ProgressDisplay,
  interruption: Interruption,
  act: (draw: Draw) => Promise<Result>,
): Promise<Result> {
  let awaySince: number | null = null;
  for (;;) {
    await using system = await enterSystem({
      config,
      env: io.env,
      // Progress is what is shown here; an operator who wants more says so.
      logLevel: io.env.LOG_LEVEL || 'warn',
      onLine: (line) => display.note(formatLogLine(line)),
      log: display.note,
      interruption,
    });
    const away = new AbortController();
    interruption.signal.addEventListener('abort', () => {
      display.stop();
      if (system.host === null)
        display.note('stopping; pictures under way are finished first (Ctrl-C again stops at once)');
    });
    const signal = AbortSignal.any([interruption.signal, away.signal]);
    const client = createClient({ baseUrl: system.url, apiKey: apiKeyOf(io, config) });
    const draw: Draw = async (story) => ({ client, rest: await drawStory({ client, ...story, display, signal }) });
    try {
      return await Promise.race([act(draw), system.failed, interruption.interrupted]);
    } catch (error) {
      if (!(error instanceof ServerUnreachable) || system.host === null) throw error;
      awaySince ??= Date.now();
      if (Date.now() - awaySince > awayMs) throw error;
      display.stop();
      display.note(`The nextpanel of process ${system.host} does not answer any more; looking again.`);
    } finally {
      away.abort();
    }
    await sleep(1_000, undefined, { signal: interruption.signal }).catch(() => {});
    interruption.signal.throwIfAborted();
  }
}

function report(io: Io, rest: Rest, dir: string, files: readonly string[], { json, again }: StoryOptions): void {
  const { story, pausedProvider } = rest;
  const absolute = files.map((file) => join(dir, file));
  if (json) {
    const why =
      story.status === 'completed'
        ? {}
        : { waitingOn: pausedProvider ? 'provider_paused' : story.waitingOn, failures: story.failures };
    printJson(io.stdout, { ...storyJson(story, absolute), ...why });
  } else {
    for (const file of absolute) printLine(io.stdout, toUser(io, file));
  }
  if (story.status === 'completed') printLine(io.stderr, describeCost(story.cost));
  for (const line of explainRest(rest, 'run the same command again')) printLine(io.stderr, line);
  if (story.status === 'cancelled' && !again) printLine(io.stderr, 'To draw this content as a new story, add --again.');
}

function describeCost({ spentUsd, possiblyUsd }: Rest['story']['cost']): string {
  const possibly =
    possiblyUsd > 0 ? `, and possibly $${possiblyUsd.toFixed(2)} for requests whose outcome nobody knows` : '';
  return `done; spent $${spentUsd.toFixed(2)}${possibly}`;
}
