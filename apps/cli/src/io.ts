/** The environment a command runs in and prints to: the process's own, or a test's. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Working directory of the process; `./data` is relative to it. See `user-paths.ts` for the user's own directory. */
  readonly cwd: string;
  /** Results, and nothing else. */
  readonly stdout: Output;
  /** Progress, hints, errors. */
  readonly stderr: Output;
  /** Asks the user at the terminal; absent without a terminal. */
  readonly ask?: (question: string) => Promise<string>;
  /** Aborts when stdout is closed. */
  readonly unread?: AbortSignal;
}

export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** What a command receives besides its arguments. */
export interface CommandContext {
  readonly io: Io;
  /** Sets the exit code; 0 if never called. */
  readonly finish: (exitCode: number) => void;
}

/** How to call the CLI from the repository, for hints that can be copied. */
export const nextpanelCommand = 'npm run -s nextpanel --';

export const printLine = (output: Output, line: string): void => {
  output.write(`${line}\n`);
};

/** Prints one JSON document, indented. */
export const printJson = (output: Output, value: unknown): void => {
  output.write(`${JSON.stringify(value, null, 2)}\n`);
};
