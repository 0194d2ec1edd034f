import { Command, CommanderError } from 'commander';
import { addAmend } from './commands/amend.ts';
import { addApprove } from './commands/approve.ts';
import { addAssets } from './commands/assets.ts';
import { addBackup, addMoveArtifacts, addRestore } from './commands/backup.ts';
import { addCancel } from './commands/cancel.ts';
import { addChecks } from './commands/checks.ts';
import { addCompletion, completeWords, isCompletion } from './commands/completion.ts';
import { addCopy } from './commands/copy.ts';
import { addCosts } from './commands/costs.ts';
import { addDelete } from './commands/delete.ts';
import { addDoctor } from './commands/doctor.ts';
import { addDownload } from './commands/download.ts';
import { addEdit } from './commands/edit.ts';
import { addEdition } from './commands/edition.ts';
import { addEstimate } from './commands/estimate.ts';
import { addExport, addImport } from './commands/export.ts';
import { addInit } from './commands/init.ts';
import { addInsert } from './commands/insert.ts';
import { addKeys } from './commands/keys.ts';
import { addLedger } from './commands/ledger.ts';
import { addLetter } from './commands/letter.ts';
import { addLinks } from './commands/links.ts';
import { addList } from './commands/list.ts';
import { addMcp } from './commands/mcp.ts';
import { addMigrate } from './commands/migrate.ts';
import { addMove } from './commands/move.ts';
import { addNotes } from './commands/notes.ts';
import { addOpen } from './commands/open.ts';
import { addPause } from './commands/pause.ts';
import { addPlates } from './commands/plates.ts';
import { addPriority } from './commands/priority.ts';
import { addProviders } from './commands/providers.ts';
import { addPublishCheck } from './commands/publish-check.ts';
import { addRemove } from './commands/remove.ts';
import { addResume } from './commands/resume.ts';
import { addRetake } from './commands/retake.ts';
import { addRetouch } from './commands/retouch.ts';
import { addScript } from './commands/script.ts';
import { addShow } from './commands/show.ts';
import { addStory } from './commands/story.ts';
import { addSubmit } from './commands/submit.ts';
import { addTakes } from './commands/takes.ts';
import { addTenants } from './commands/tenants.ts';
import { addUp } from './commands/up.ts';
import { addWatch } from './commands/watch.ts';
import { addWebhooks } from './commands/webhooks.ts';
import { addWorkers } from './commands/workers.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { type CommandContext, type Io, nextpanelCommand, printJson } from './io.ts';
import { reportError } from './report-error.ts';

/** By the headings of the help, and in its order. */
const groups: Readonly<Record<string, readonly ((program: Command, context: CommandContext) => void)[]>> = {
  'Draw:': [
    addInit,
    addScript,
    addStory,
    addSubmit,
    addEstimate,
    addWatch,
    addPause,
    addResume,
    addApprove,
    addCancel,
    addPriority,
    addCopy,
  ],
  'Look:': [
    addList,
    addShow,
    addOpen,
    addDownload,
    addChecks,
    addNotes,
    addLinks,
    addPublishCheck,
    addLedger,
    addCosts,
  ],
  'Change:': [
    addEdit,
    addRetake,
    addRetouch,
    addTakes,
    addPlates,
    addInsert,
    addMove,
    addRemove,
    addLetter,
    addEdition,
    addAmend,
    addAssets,
    addExport,
    addImport,
    addDelete,
  ],
  'Operate:': [
    addUp,
    addProviders,
    addWorkers,
    addWebhooks,
    addTenants,
    addKeys,
    addMigrate,
    addBackup,
    addRestore,
    addMoveArtifacts,
    addCompletion,
    addMcp,
    addDoctor,
  ],
};

/**
 * Runs one command and returns the exit code of the process. Never throws.
 *
 * @param args without the program's name
 */
export async function runCli(args: readonly string[], io: Io): Promise<number> {
  let exitCode: number = exitCodes.done;
  const program = buildProgram({
    io,
    finish: (code) => {
      exitCode = code;
    },
  });
  try {
    if (isCompletion(args)) await completeWords(program, args);
    else await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return exitCodes.done;
      // Commander has already printed its message.
      if (args.includes('--json')) printJson(io.stdout, { error: { code: 'usage', detail: plainMessage(error) } });
      return exitCodes.invalid;
    }
    reportError(io, error, args.includes('--json'));
    return exitCodeOf(error);
  }
}

const plainMessage = ({ message }: CommanderError): string => message.replace(/^error: /, '');

function buildProgram(context: CommandContext): Command {
  const { io } = context;
  const program = new Command('nextpanel')
    .description(
      'Draws long comics, manga, webtoons and storybooks with image models, and finishes every story even when processes or machines crash.',
    )
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
    })
    .showHelpAfterError('(use --help to see the options)')
    .addHelpText(
      'after',
      `
Exit codes: 0 done · 1 unexpected · 2 usage or invalid input · 3 needs attention · 4 credentials, or provider paused ·
5 environment (Redis, port, data folder, no server) · 6 not found · 130/143 interrupted, resumable

From the repository: npm run story -- FILE, npm start, ${nextpanelCommand} COMMAND`,
    );
  program.addHelpCommand(
    program.createCommand('help').argument('[command]').description('show the help of a command').helpGroup('Look:'),
  );
  for (const [heading, commands] of Object.entries(groups)) {
    program.commandsGroup(heading);
    for (const add of commands) add(program, context);
  }
  return program;
}
