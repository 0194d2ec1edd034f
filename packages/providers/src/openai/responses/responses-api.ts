import type OpenAI from 'openai';
import type { FileOf } from '../../openai-family/reference-files.ts';
import type { Vendor } from '../../openai-family/vendor.ts';
import type { Uploads } from './reference-inputs.ts';

/** The Responses API and how it is waited for. */
export interface ResponsesApi {
  readonly vendor: Vendor;
  readonly client: OpenAI;
  readonly fileOf: FileOf;
  readonly uploads: Uploads;
  /** Of one HTTP request, in milliseconds. */
  readonly deadlineMs: number;
  /** First pause between two polls, in milliseconds. */
  readonly pollMs: number;
  /** A response older than this is given up, in milliseconds. */
  readonly longestMs: number;
  /** The clock that all processes share, in milliseconds since the epoch. */
  readonly now: () => number;
}
