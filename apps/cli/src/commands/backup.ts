import type { Command } from 'commander';
import { type CommandContext, type Io, printJson, printLine } from '../io.ts';
import { runBackup } from '../system/run-backup.ts';
import { fromUser } from '../user-paths.ts';
import { examples } from './examples.ts';

interface Json {
  readonly json?: true;
}

interface Copied {
  readonly records: number;
  readonly pictures: number;
  readonly present: number;
}

interface BackedUp {
  readonly keys: number;
  readonly records: number;
  readonly pictures: number;
  readonly missing: number;
}

interface Restored extends BackedUp {
  readonly stories: number;
  readonly backedUpAt: number;
}

/** `backup FILE`: the whole installation as one archive, while it runs. */
export function addBackup(command: Command, { io }: CommandContext): void {
  command
    .argument('<file>', 'a tar archive; replaced when it is whole')
    .option('--state-only', 'without pictures, where they are kept another way')
    .option('--json', 'print one JSON document')
    .addHelpText('after', examples('backup backup.tar'))
    .action(async (file: string, { stateOnly, json }: Json & { readonly stateOnly?: true }) => {
      const args = ['backup', fromUser(io, file), ...(stateOnly ? ['--state-only'] : [])];
      const made = (await runBackup(io, args, { stopped: false })) as BackedUp;
      if (json) return printJson(io.stdout, made);
      printLine(io.stdout, `${file}: ${made.keys} keys, ${made.records} records, ${made.pictures} pictures`);
      if (made.missing > 0) printLine(io.stderr, `${made.missing} pictures could not be read; see the log`);
    });
}

/** `restore FILE`: an archive into an empty installation. */
export function addRestore(command: Command, { io }: CommandContext): void {
  command
    .argument('<file>', 'made by `backup`')
    .option('--json', 'print one JSON document')
    .addHelpText('after', examples('restore backup.tar'))
    .action(async (file: string, { json }: Json) => {
      const made = (await runBackup(io, ['restore', fromUser(io, file)], { stopped: true })) as Restored;
      if (json) return printJson(io.stdout, made);
      reportRestored(io, made);
    });
}

function reportRestored(io: Io, { stories, records, pictures, backedUpAt }: Restored): void {
  const at = new Date(backedUpAt).toISOString();
  printLine(io.stdout, `stories: ${stories}, as of ${at}, ${records} records, ${pictures} pictures`);
  printLine(
    io.stderr,
    'All providers are paused. Make sure that nothing runs on the old installation, start this one, then: providers --resume PROVIDER',
  );
}

/** `move-artifacts PLACE`: pictures and records to another place. */
export function addMoveArtifacts(command: Command, { io }: CommandContext): void {
  command
    .argument('<place>', 'as in NEXTPANEL_ARTIFACTS: a folder, or s3://BUCKET/PREFIX with the S3_… variables set')
    .option('--json', 'print one JSON document')
    .addHelpText('after', examples('move-artifacts s3://studio/comics'))
    .action(async (place: string, { json }: Json) => {
      const target = place.startsWith('s3://') ? place : `file:${fromUser(io, place)}`;
      const made = (await runBackup(io, ['move-artifacts', target], { stopped: false })) as Copied;
      if (json) return printJson(io.stdout, made);
      printLine(
        io.stdout,
        `${made.pictures} pictures copied, ${made.present} were there already; ${made.records} records`,
      );
      printLine(io.stderr, `Stop everything, run this again, then start with NEXTPANEL_ARTIFACTS=${target}`);
    });
}
