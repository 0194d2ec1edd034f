/** Exit codes of the command line. Documented, so their meaning never changes. */
export const exitCodes = {
  done: 0,
  unexpected: 1,
  /** Usage, or input that is not valid. */
  invalid: 2,
  /** The story needs attention. */
  attention: 3,
  /** Wrong credentials, or the provider is paused because of them. */
  credentials: 4,
  /** Redis, port, data folder, or no server. */
  environment: 5,
  notFound: 6,
  /** Done, but something was left out; only with `--strict`. */
  incomplete: 7,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What is known about one code. API, command line, dashboard and `docs/errors.md` all take their words from here. */
export interface ErrorFacts {
  /** What happened, without a full stop: the title of a problem, the heading of a note. */
  readonly title: string;
  /** The same in a few words, for a line in a list. Default: the code itself, in words. */
  readonly brief?: string;
  /** What to do about it, in whole sentences. */
  readonly remedy: string;
  /** HTTP status of the answer; absent where no request is answered with this code. */
  readonly status?: number;
  /** What the command line exits with, where status and `stops` do not tell; see `exitCodeOfCode`. */
  readonly exit?: ExitCode;
  /** A batch or a story stops with it: the story has `needs_attention` and lists it under `failures`. */
  readonly stops?: true;
  /** A story, an attempt or a request shows it, and the system continues automatically. */
  readonly passes?: true;
  /** The provider is paused for all stories, until its credential changes or an operator resumes it. */
  readonly pausesProvider?: true;
}

export type ErrorTable = Readonly<Record<string, ErrorFacts>>;
