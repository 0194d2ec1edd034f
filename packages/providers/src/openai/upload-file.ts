import { changeError, NextpanelError } from '@nextpanel/core';
import type OpenAI from 'openai';
import { z } from 'zod';
import { callVendor } from '../openai-family/call-vendor.ts';
import type { Vendor } from '../openai-family/vendor.ts';
import { vendorError } from '../openai-family/vendor-error.ts';

export interface FilesApi {
  readonly vendor: Vendor;
  readonly client: OpenAI;
  /** Of one HTTP request, in milliseconds. */
  readonly deadlineMs: number;
}

/**
 * Uploads a file and answers with its id. It is free, so every error it throws has money `none`.
 *
 * @param seconds after which the vendor deletes it; 3,600 to 2,592,000
 */
export async function uploadFile(
  { client, vendor, deadlineMs }: FilesApi,
  { file, purpose, seconds }: { readonly file: File; readonly purpose: 'vision' | 'batch'; readonly seconds: number },
  signal: AbortSignal,
): Promise<string> {
  try {
    const answer: unknown = await callVendor(vendor, { signal, deadlineMs }, (within) =>
      client.files.create({ file, purpose, expires_after: { anchor: 'created_at', seconds } }, { signal: within }),
    );
    const parsed = z.object({ id: z.string().min(1) }).safeParse(answer);
    if (parsed.success) return parsed.data.id;
    const says = `${vendor.name} took a file without saying under which id`;
    throw vendorError(vendor, 'bad_response', says, { fault: 'final', retryable: true, money: 'none' });
  } catch (thrown) {
    if (!(thrown instanceof NextpanelError)) throw thrown;
    throw changeError(thrown, { money: 'none' });
  }
}
