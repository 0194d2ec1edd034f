import { type Command, Option } from 'commander';

/** What every change of pictures can be given. */
export interface ChangeOptions {
  readonly cascade: 'keep' | 'redraw';
  readonly dryRun?: true;
}

export function withChange(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--cascade <how>',
        'panels that were drawn from a picture that changes: keep leaves them and marks them stale, redraw draws them again',
      )
        .choices(['keep', 'redraw'])
        .default('keep'),
    )
    .option('--dry-run', 'change nothing; say what would be drawn and its price');
}

/** The same as the API takes it. */
export const changeOf = ({ cascade, dryRun }: ChangeOptions) => ({ cascade, dryRun: dryRun ?? false });
