/** Where a command gets its surroundings from and prints to; the process's own, or a test's. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the process runs: `./data` is found from here. See `user-paths.ts` for the user's own directory. */
  readonly cwd: string;
  /** What the user asked for, and nothing else. */
  readonly stdout: Output;
  /** Progress, hints, mistakes. */
  readonly stderr: Output;
  /** Asks the person at the terminal; absent when nobody sits at one. */
  readonly ask?: (question: string) => Promise<string>;
  /** Aborts when nobody reads stdout any more. */
  readonly unread?: AbortSignal;
}

export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** What a command is given besides its own arguments. */
export interface CommandContext {
  readonly io: Io;
  /** Sets what the process exits with; 0 when never called. */
  readonly finish: (exitCode: number) => void;
}

/** How the CLI is called from the repository, for hints that can be copied. */
export const nextpanelCommand = 'npm run -s nextpanel --';

export const printLine = (output: Output, line: string): void => {
  output.write(`${line}\n`);
};

/** One JSON document, pretty enough to read. */
export const printJson = (output: Output, value: unknown): void => {
  output.write(`${JSON.stringify(value, null, 2)}\n`);
};
