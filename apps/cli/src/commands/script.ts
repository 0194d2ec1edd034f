import type { ScriptCoverage, ScriptDraft } from '@nextpanel/core';
import { coverScript } from '@nextpanel/core/cover-script';
import { draftStory, writeDraft } from '@nextpanel/core/draft-story';
import { NextpanelError } from '@nextpanel/core/error';
import { readScript } from '@nextpanel/core/read-script';
import { scriptFormats } from '@nextpanel/core/script-formats';
import { storyLimits } from '@nextpanel/core/story-limits';
import { type WrittenFormat, writeScript, writtenFormats } from '@nextpanel/core/write-script';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { requireNewFile, writeNewFile } from '../init/write-new-file.ts';
import { type CommandContext, type Io, nextpanelCommand, printJson, printLine } from '../io.ts';
import { adaptScript } from '../script/adapt-script.ts';
import { describeCoverage } from '../script/describe-coverage.ts';
import { readSourceFile } from '../story/read-source-file.ts';
import { readStoryFile } from '../story/read-story-file.ts';
import { plainText } from '../terminal/plain-text.ts';
import { fromUser, toUser } from '../user-paths.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, wholeNumber, withServer } from './server-options.ts';

interface ScriptOptions extends RemoteOptions {
  readonly format: 'auto' | (typeof scriptFormats)[number];
  readonly to?: WrittenFormat;
  readonly title?: string;
  readonly language: string;
  readonly out?: string;
  readonly force?: true;
  readonly model?: string;
  readonly panels?: number;
  readonly guidance?: string;
  readonly maxUsd?: number;
  readonly dryRun?: true;
}

export function addScript(command: Command, { io }: CommandContext): void {
  command
    .addHelpText(
      'after',
      examples(
        'script race.txt',
        'script mill.fountain --out mill.yaml',
        'script chapter1.txt --model gpt-5-mini --panels 48 --dry-run',
        'script race.yaml --to csv',
      ),
    )
    .argument('<file>', 'the script; with --to a story file')
    .addOption(
      new Option('--format <format>', 'what the script is').choices(['auto', ...scriptFormats]).default('auto'),
    )
    .addOption(new Option('--to <format>', 'write the script of a story file').choices([...writtenFormats]))
    .option('--title <text>', 'title of the story (default: the one in the script)')
    .option('--language <tag>', 'language of the script, BCP 47', 'en')
    .option('--out <file>', 'the file to write (default: the same name with .yaml; with --to .txt or .csv)')
    .option('--force', 'replace a file that exists')
    .option('--model <name>', 'have a language model adapt prose or a screenplay, through the server')
    .option('--panels <n>', 'with --model: about how many panels', wholeNumber(1, storyLimits.panels))
    .option('--guidance <words>', 'with --model: what you want, such as "for children, few words"')
    .option('--max-usd <dollars>', 'with --model: the most it may cost (default: its estimate at most)', amount)
    .option('--dry-run', 'with --model: only show the price');
  withServer(command).action((file: string, options: ScriptOptions) =>
    options.to === undefined ? draftScript(io, file, options) : scriptOfFile(io, file, options.to, options),
  );
}

async function draftScript(io: Io, name: string, options: ScriptOptions): Promise<void> {
  const { force = false } = options;
  const language = languageOf(options.language);
  const from = fromUser(io, name);
  const text = await readSourceFile(from);
  const out = fromUser(io, options.out ?? name.replace(/(\.[A-Za-z]+)?$/, '.yaml'));
  if (out === from)
    throw new NextpanelError('usage', 'the story would replace the script; name another file with --out');
  if (!options.dryRun) requireNewFile(out, force);
  const draft = await draftOf(io, text, { ...options, language });
  if (draft === null) return;
  const { gaps, coverage, yaml, script } = draft;
  await writeNewFile(out, yaml, force);
  const panels = (draft.story.panels as readonly unknown[]).length;
  if (options.json)
    return printJson(io.stdout, { file: out, format: draft.format, panels, gaps, coverage, ...(script && { script }) });
  const shown = toUser(io, out);
  printLine(io.stdout, shown);
  printLine(
    io.stderr,
    `${panels} panels, read as ${draft.format}. ${gaps.length === 1 ? 'One place is' : `${gaps.length} places are`} for you to write or to check; the top of the file lists them.`,
  );
  for (const line of describeCoverage(coverage)) printLine(io.stderr, plainText(line));
  printLine(io.stderr, `When they are written: ${nextpanelCommand} estimate ${shown}`);
}

/** The draft: by what the script says, or by a model; null: only its price was asked for. */
async function draftOf(
  io: Io,
  text: string,
  options: ScriptOptions,
): Promise<(Omit<ScriptDraft, 'coverage'> & { readonly coverage: ScriptCoverage; readonly script?: string }) | null> {
  const { format, title, language, model } = options;
  if (model !== undefined) return adaptScript(io, text, { ...options, model });
  if (options.dryRun) throw new NextpanelError('usage', '--dry-run needs --model; without one a draft is free');
  const script = readScript(text, format, language);
  const { story, gaps } = draftStory(script, { title, language });
  const coverage = coverScript(text, { story });
  return { format: script.format, story, gaps: [...gaps], yaml: writeDraft({ story, gaps }), coverage };
}

const extensions: Readonly<Record<WrittenFormat, string>> = { comic: '.txt', csv: '.csv' };

/** The script of a story file, for those who write or translate without YAML. */
async function scriptOfFile(io: Io, name: string, format: WrittenFormat, options: ScriptOptions): Promise<void> {
  const from = fromUser(io, name);
  const spec = await readStoryFile(from);
  const out = fromUser(io, options.out ?? name.replace(/(\.[A-Za-z]+)?$/, extensions[format]));
  if (out === from)
    throw new NextpanelError('usage', 'the script would replace the story file; name another file with --out');
  await writeNewFile(out, writeScript(spec, format), options.force ?? false);
  const panels = spec.panels.length;
  if (options.json) return printJson(io.stdout, { file: out, format, panels });
  printLine(io.stdout, toUser(io, out));
  printLine(io.stderr, `${panels} panels. To make a story of it again: ${nextpanelCommand} script ${toUser(io, out)}`);
}

function amount(text: string): number {
  if (/^\d{1,7}(\.\d{1,6})?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be an amount in dollars, such as 0.50.');
}

function languageOf(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch {
    throw new NextpanelError('usage', `"${tag}" is no language; write one such as en, de or pt-BR`);
  }
}
