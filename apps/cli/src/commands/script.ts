import type { ScriptCoverage } from '@nextpanel/core';
import { coverScript } from '@nextpanel/core/cover-script';
import { draftStory, writeDraft } from '@nextpanel/core/draft-story';
import { NextpanelError } from '@nextpanel/core/error';
import { readScript } from '@nextpanel/core/read-script';
import { scriptFormats } from '@nextpanel/core/script-formats';
import { type WrittenFormat, writeScript, writtenFormats } from '@nextpanel/core/write-script';
import { type Command, Option } from 'commander';
import { writeNewFile } from '../init/write-new-file.ts';
import { type CommandContext, type Io, nextpanelCommand, printJson, printLine } from '../io.ts';
import { readSourceFile } from '../story/read-source-file.ts';
import { readStoryFile } from '../story/read-story-file.ts';
import { plainText } from '../terminal/plain-text.ts';
import { fromUser, toUser } from '../user-paths.ts';
import { examples } from './examples.ts';

interface ScriptOptions {
  readonly format: 'auto' | (typeof scriptFormats)[number];
  readonly to?: WrittenFormat;
  readonly title?: string;
  readonly language: string;
  readonly out?: string;
  readonly force?: true;
  readonly json?: true;
}

/** So many findings of one kind are printed. */
const mostPrinted = 10;

export function addScript(command: Command, { io }: CommandContext): void {
  command
    .addHelpText(
      'after',
      examples('script race.txt', 'script mill.fountain --out mill.yaml', 'script race.yaml --to csv'),
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
    .option('--json', 'print one JSON document')
    .action((file: string, options: ScriptOptions) =>
      options.to === undefined ? draftScript(io, file, options) : scriptOfFile(io, file, options.to, options),
    );
}

async function draftScript(io: Io, name: string, options: ScriptOptions): Promise<void> {
  const { format, title, force = false } = options;
  const language = languageOf(options.language);
  const from = fromUser(io, name);
  const text = await readSourceFile(from);
  const script = readScript(text, format, language);
  const draft = draftStory(script, { title, language });
  const coverage = coverScript(text, draft);
  const out = fromUser(io, options.out ?? name.replace(/(\.[A-Za-z]+)?$/, '.yaml'));
  if (out === from)
    throw new NextpanelError('usage', 'the story would replace the script; name another file with --out');
  await writeNewFile(out, writeDraft(draft), force);
  const { gaps } = draft;
  const panels = (draft.story.panels as readonly unknown[]).length;
  if (options.json) return printJson(io.stdout, { file: out, format: script.format, panels, gaps, coverage });
  const shown = toUser(io, out);
  printLine(io.stdout, shown);
  printLine(
    io.stderr,
    `${panels} panels, read as ${script.format}. ${gaps.length === 1 ? 'One gap is' : `${gaps.length} gaps are`} marked DRAFT: in the file.`,
  );
  for (const line of describeCoverage(coverage)) printLine(io.stderr, plainText(line));
  printLine(io.stderr, `When they are written: ${nextpanelCommand} estimate ${shown}`);
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

function languageOf(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch {
    throw new NextpanelError('usage', `"${tag}" is no language; write one such as en, de or pt-BR`);
  }
}

function describeCoverage({ leftOut, notVerbatim, unknownNames, outOfOrder }: ScriptCoverage): string[] {
  return [
    ...some(leftOut, 'in no panel', ({ line, text }) => `line ${line}: ${text}`),
    ...some(notVerbatim, 'not word by word in the script', ({ panel, text }) => `panel ${panel}: ${text}`),
    ...some(unknownNames, 'a name that no character has', (name) => name),
    ...some(outOfOrder, 'not in the order of the script', (panel) => `panel ${panel}`),
  ];
}

function some<Finding>(findings: readonly Finding[], what: string, describe: (finding: Finding) => string): string[] {
  const lines = findings.slice(0, mostPrinted).map((finding) => `${what}: ${describe(finding)}`);
  const more = findings.length - lines.length;
  return more > 0 ? [...lines, `${what}: ${more} more, with --json all`] : lines;
}
