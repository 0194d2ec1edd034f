import { Argument, type Command } from 'commander';
import type { CommandContext } from '../io.ts';
import { examples } from './examples.ts';

export const completionShells = ['bash', 'zsh', 'fish', 'powershell'] as const;

/**
 * `completion SHELL` prints a script for the shell, which calls `nextpanel complete -- WORDS` at each Tab. Both are the library's, which is
 * loaded only when one of them is called (see `completeWords`).
 */
export function addCompletion(command: Command, _context: CommandContext): void {
  command
    .addHelpText(
      'after',
      `${examples('completion bash >> ~/.bashrc', 'completion zsh >> ~/.zshrc', 'completion fish > ~/.config/fish/completions/nextpanel.fish')}

The script completes \`nextpanel\`: put the file of that name in the repository into your PATH, as its first lines say.`,
    )
    .addArgument(new Argument('<shell>', 'your shell').choices(completionShells));
}

/** Whether the words of a command line are for the library. */
export const isCompletion = ([name, ...rest]: readonly string[]): boolean =>
  name === 'complete' || (name === 'completion' && (completionShells as readonly string[]).includes(rest[0] ?? ''));

/** Answers `completion SHELL` and `complete -- WORDS` on the process's own output. */
export async function completeWords(program: Command, args: readonly string[]): Promise<void> {
  const { default: addTab } = await import('@bomb.sh/tab/commander');
  const own = program.commands.findIndex((command) => command.name() === 'completion');
  (program.commands as Command[]).splice(own, 1);
  addTab(program, { completionCommandName: 'completion' });
  await program.parseAsync([...args], { from: 'user' });
}
