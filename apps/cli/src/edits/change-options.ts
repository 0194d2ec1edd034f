import { type Command, Option } from 'commander';

/** Options of every command that may draw panels again. */
export interface ChangeOptions {
  readonly cascade: 'keep' | 'redraw';
  readonly dryRun?: true;
}

export function withChange(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--cascade <how>',
        'panels drawn from a frame that changes: keep leaves them and marks them stale, redraw draws them again',
      )
        .choices(['keep', 'redraw'])
        .default('keep'),
    )
    .option('--dry-run', 'change nothing; show what would be drawn and the price');
}

/** The same options in the form of the API. */
export const changeOf = ({ cascade, dryRun }: ChangeOptions) => ({ cascade, dryRun: dryRun ?? false });
