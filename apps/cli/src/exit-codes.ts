import { ApiError, ServerUnreachable } from '@nextpanel/client';
import { NextpanelError, type StoryStatus } from '@nextpanel/core';
import { LocalError } from '@nextpanel/local';
import { InvalidStoryFile } from './story/invalid-story-file.ts';
import { Interrupted } from './system/interruption.ts';

/** What the process says to its caller; documented, so never changed. */
export const exitCodes = {
  done: 0,
  unexpected: 1,
  /** Usage, or input that is not valid. */
  invalid: 2,
  /** The story waits for a person. */
  waits: 3,
  /** Credentials are wrong, or the provider is paused because of them. */
  credentials: 4,
  /** Redis, port, data folder, or no server. */
  environment: 5,
  notFound: 6,
} as const;

/** Codes whose kind their HTTP status or their class does not tell. */
const byCode: Readonly<Record<string, number>> = {
  config_invalid: exitCodes.invalid,
  usage: exitCodes.invalid,
  not_found: exitCodes.notFound,
  not_drawn: exitCodes.notFound,
  not_bound: exitCodes.notFound,
  invalid_state: exitCodes.invalid,
  unauthorized: exitCodes.credentials,
  credentials_refused: exitCodes.credentials,
  provider_paused: exitCodes.credentials,
  // No key of that vendor is set where the server runs.
  provider_unavailable: exitCodes.credentials,
  server_unreachable: exitCodes.environment,
  data_dir_unwritable: exitCodes.environment,
  out_unwritable: exitCodes.environment,
  redis_unreachable: exitCodes.environment,
  disk_full: exitCodes.environment,
};

/** The one place where what was thrown becomes an exit code. */
export function exitCodeOf(thrown: unknown): number {
  if (thrown instanceof Interrupted || thrown instanceof LocalError) return thrown.exitCode;
  if (thrown instanceof InvalidStoryFile) return exitCodes.invalid;
  if (thrown instanceof ServerUnreachable) return exitCodes.environment;
  if (thrown instanceof ApiError) return byCode[thrown.code] ?? byStatus(thrown.status);
  if (thrown instanceof NextpanelError) return byCode[thrown.code] ?? exitCodes.unexpected;
  return exitCodes.unexpected;
}

function byStatus(status: number): number {
  if (status === 401 || status === 403) return exitCodes.credentials;
  if (status === 404) return exitCodes.notFound;
  if (status === 503) return exitCodes.environment;
  return status >= 400 && status < 500 && status !== 429 ? exitCodes.invalid : exitCodes.unexpected;
}

/** What a command that followed a story exits with when it came to rest. */
export function exitCodeOfStatus(status: StoryStatus): number {
  return status === 'completed' ? exitCodes.done : exitCodes.waits;
}
