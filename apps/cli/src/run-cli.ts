import { Command, CommanderError, Help } from 'commander';
import { commandList } from './command-list.ts';
import { completeWords, isCompletion } from './commands/completion.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { type CommandContext, type Io, nextpanelCommand, printJson } from './io.ts';
import { reportError } from './report-error.ts';

/**
 * Runs one command and returns the exit code of the process. Never throws.
 *
 * @param args without the program's name
 */
export async function runCli(args: readonly string[], io: Io): Promise<number> {
  let exitCode: number = exitCodes.done;
  try {
    const program = await buildProgram(namedIn(args), {
      io,
      finish: (code) => {
        exitCode = code;
      },
    });
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

/** The word that may be a command: the first one or, when help or completion is asked for, the one that is asked about. */
function namedIn([first, ...rest]: readonly string[]): string | undefined {
  if (first === 'help') return rest[0];
  return first === 'complete' ? rest.find((word) => word !== '--') : first;
}

/** The program with all names, of whose commands only the one that is named has arguments and options. */
async function buildProgram(named: string | undefined, context: CommandContext): Promise<Command> {
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
5 environment (Redis, port, data folder, no server) · 6 not found · 7 something left out (--strict) ·
130/143 interrupted, resumable

From the repository: npm run story -- FILE, npm start, ${nextpanelCommand} COMMAND`,
    );
  program.addHelpCommand(
    program.createCommand('help').argument('[command]').description('show the help of a command').helpGroup('Look:'),
  );
  const terms = new Map<string, string>();
  const help = new Help();
  program.configureHelp({ subcommandTerm: (command) => terms.get(command.name()) ?? help.subcommandTerm(command) });
  for (const [heading, commands] of Object.entries(commandList)) {
    program.commandsGroup(heading);
    for (const { term, description, load } of commands) {
      const [name = ''] = term.split(' ');
      terms.set(name, term);
      // Subcommands take their settings over when they are made, and have names of their own.
      const command = program.command(name).description(description).configureHelp({});
      if (name === named) (await load())(command, context);
    }
  }
  return program;
}
