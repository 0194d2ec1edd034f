import type OpenAI from 'openai';
import type { Vendor } from '../../openai-family/vendor.ts';

/** The Responses API and how it is waited for. */
export interface ResponsesApi {
  readonly vendor: Vendor;
  readonly client: OpenAI;
  /** Of one HTTP request, in milliseconds. */
  readonly deadlineMs: number;
  /** First pause between two polls, in milliseconds. */
  readonly pollMs: number;
  /** A response older than this is given up, in milliseconds. */
  readonly longestMs: number;
}
