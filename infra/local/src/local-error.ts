import type { ErrorCode } from '@nextpanel/core';

/**
 * What went wrong with the machine below the system: no Redis, a taken port, a data folder that cannot be written, a
 * process that does not stay up. The message says what is wrong and what to do about it.
 */
export class LocalError extends Error {
  override readonly name = 'LocalError';
  /** `redis_missing`, `redis_too_old`, `redis_failed`, `redis_data_corrupt`, `data_dir_unwritable`, `port_taken`, … */
  readonly code: ErrorCode;
  /** What a command that ends because of this exits with: 5 (environment) unless a child process said otherwise. */
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

/** The `code` of a Node system error (`ENOENT`), or undefined for anything else that was thrown. */
export function systemCode(thrown: unknown): string | undefined {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
