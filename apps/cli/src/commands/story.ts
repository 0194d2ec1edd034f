import { randomUUID } from 'node:crypto';
import { basename, extname, join, sep } from 'node:path';
import { parseConfig } from '@nextpanel/core/config';
import type { Command } from 'commander';
import { exitCodeOfStatus, exitCodes } from '../exit-codes.ts';
import { type CommandContext, type Io, nextpanelCommand, printJson, printLine } from '../io.ts';
import { contentKey } from '../story/content-key.ts';
import { drawStory } from '../story/draw-story.ts';
import { explainRest } from '../story/explain-rest.ts';
import { findExample } from '../story/find-example.ts';
import { readLocalPictures } from '../story/local-pictures.ts';
import { describeWarnings } from '../story/print-warnings.ts';
import { readStoryFile } from '../story/read-story-file.ts';
import { prepareOutDir, saveStory, storyJson } from '../story/save-story.ts';
import { showProgress } from '../story/show-progress.ts';
import type { Rest } from '../story/watch-story.ts';
import { apiKeyOf } from '../system/find-server.ts';
import { formatLogLine } from '../system/format-log-line.ts';
import { catchInterruption, Interrupted } from '../system/interruption.ts';
import { type WithSystemOptions, withSystem } from '../system/with-system.ts';
import { fromUser, toUser } from '../user-paths.ts';
import { examples } from './examples.ts';

/** Running the same command again would start yet another story. */
const againGoesOn = 'The story continues whenever nextpanel runs on this data folder: npm start';

interface StoryOptions {
  readonly provider?: string;
  readonly model?: string;
  readonly out?: string;
  readonly again?: true;
  readonly strict?: true;
  readonly json?: true;
}

export function addStory(command: Command, { io, finish }: CommandContext): void {
  command
    .addHelpText('after', examples('story story.yaml --out out/hare'))
    .argument('[file]', 'story file, YAML or JSON (default: the first one in examples/)')
    .option('--provider <id>', 'draw with this provider instead of the one in the file')
    .option('--model <id>', 'draw with this model instead of the one in the file')
    .option('--out <dir>', 'where to save the files (default: out/<name of the story file>)')
    .option('--again', 'start a new story even if the same content was drawn before')
    .option('--strict', 'exit with 7 when something was left out, cropped, too small or duplicated')
    .option('--json', 'print one JSON document: id, status, cost, files')
    .addHelpText(
      'after',
      `
The same content is the same story: running the command again resumes it or, if it is finished, writes its files again.
The command uses the nextpanel that runs on the data folder (npm start); if none runs, it starts one until the story is done.`,
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
  interruption.signal.addEventListener('abort', () => {
    display.stop();
    display.note('stopping after the pictures in progress (Ctrl-C again stops at once)');
  });
  const system: WithSystemOptions = {
    config,
    env: io.env,
    apiKey: apiKeyOf(io, config),
    // This command shows progress, not logs, unless the user asks for more.
    logLevel: io.env.LOG_LEVEL || 'warn',
    onLine: (line) => display.note(formatLogLine(line)),
    log: display.note,
    interruption,
  };
  try {
    return await withSystem(system, async (client, signal) => {
      const rest = await drawStory({ client, file: path, spec, pictures, key, display, signal });
      display.stop();
      const finished = rest.story.status === 'completed';
      const files = finished ? await saveStory({ client, story: rest.story, dir, signal }) : [];
      report(io, rest, dir, files, options);
      if (rest.pausedProvider) return exitCodes.credentials;
      return exitCodeOfStatus(rest.story, { strict: options.strict === true });
    });
  } catch (error) {
    if (error instanceof Interrupted)
      printLine(io.stderr, options.again ? againGoesOn : 'The same command resumes the story from here.');
    throw error;
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
    for (const line of io.stdout.isTTY === true
      ? summarizeFiles(toUser(io, dir), files)
      : absolute.map((file) => toUser(io, file)))
      printLine(io.stdout, line);
  }
  if (story.status === 'completed') {
    for (const line of describeWarnings(story.warnings)) printLine(io.stderr, line);
    printLine(io.stderr, describeCost(story.cost));
  }
  const goOn = again
    ? `type: npm start, and elsewhere: ${nextpanelCommand} resume ${story.id}`
    : 'run the same command again';
  for (const line of explainRest(rest, goOn, false)) printLine(io.stderr, line);
  if (story.status === 'cancelled' && !again) printLine(io.stderr, 'To draw this content as a new story, add --again.');
}

/** For people: the books and the folder. Programs get every path. */
function summarizeFiles(dir: string, files: readonly string[]): string[] {
  if (files.length === 0) return [];
  const inFolder = (folder: string) => files.filter((file) => file.split(sep).at(-2) === folder).length;
  const books = files.filter((file) => basename(file).startsWith('book.')).map((file) => join(dir, file));
  const counted = [
    ['sheet', inFolder('sheets')],
    ['panel', inFolder('panels')],
  ] as const;
  const words = counted.flatMap(([what, count]) => (count === 0 ? [] : [`${count} ${what}${count === 1 ? '' : 's'}`]));
  return [...books, `${join(dir, sep)}${words.length === 0 ? '' : `  ${words.join(', ')}, story.json`}`];
}

function describeCost({ spentUsd, possiblyUsd }: Rest['story']['cost']): string {
  const possibly =
    possiblyUsd > 0 ? `, and possibly $${possiblyUsd.toFixed(2)} for requests whose outcome is unknown` : '';
  return `done; spent $${spentUsd.toFixed(2)}${possibly}`;
}
