import type { ErrorCode } from '@nextpanel/core';

/**
 * A problem with the machine: no Redis, a port in use, a data folder that is not writable, a process that does not stay up.
 * The message says what is wrong and how to fix it.
 */
export class LocalError extends Error {
  override readonly name = 'LocalError';
  /** `redis_missing`, `redis_too_old`, `redis_failed`, `redis_data_corrupt`, `data_dir_unwritable`, `port_taken`, … */
  readonly code: ErrorCode;
  /** Exit code of a command that fails because of this: 5 (environment), unless a child process exited with another. */
  readonly exitCode: number;

  constructor(
    code: ErrorCode,
    message: string,
    options: { readonly cause?: unknown; readonly exitCode?: number } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.exitCode = options.exitCode ?? 5;
  }
}

/** The `code` of a Node system error (`ENOENT`), or undefined for any other value. */
export function systemCode(thrown: unknown): string | undefined {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
