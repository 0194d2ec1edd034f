import { createFalClient, type FalClient } from '@fal-ai/client';
import { drawStoryboardFrame } from '@nextpanel/imaging';
import OpenAI, { AzureOpenAI, type ClientOptions } from 'openai';
import { sha256Of } from '../src/ledger.ts';
import type { Vendors } from '../src/vendors.ts';

/** The vendors' own SDKs, configured for an emulator as users would, without retries, so that each fault is seen once. */
export const openaiOf = (vendors: Vendors, options: ClientOptions = {}): OpenAI =>
  new OpenAI({ apiKey: 'sk-test', baseURL: vendors.openaiUrl, maxRetries: 0, ...options });

export const compatibleOf = (vendors: Vendors): OpenAI => openaiOf(vendors, { baseURL: vendors.compatibleUrl });

export const azureV1Of = (vendors: Vendors, options: ClientOptions = {}): OpenAI =>
  openaiOf(vendors, { baseURL: `${vendors.azureUrl}/openai/v1`, ...options });

export const azureDatedOf = (vendors: Vendors): AzureOpenAI =>
  new AzureOpenAI({
    endpoint: vendors.azureUrl,
    apiKey: 'azure-key',
    apiVersion: '2025-04-01-preview',
    maxRetries: 0,
  });

/**
 * fal's SDK behind a gateway's fetch. Its queue calls retry whatever their options say, except after an AbortError. So a failed
 * connection becomes an AbortError here, unless `retries` is set.
 */
export function falOf(vendors: Vendors, { retries = false, credentials = 'fal-key' } = {}): FalClient {
  const mapped: typeof fetch = async (input, init) => {
    const url = String(input instanceof Request ? input.url : input);
    try {
      return await fetch(url.replace(/^https:\//, vendors.falUrl), init);
    } catch (cause) {
      if (retries) throw cause;
      throw Object.assign(new Error('connection failed', { cause }), { name: 'AbortError' });
    }
  };
  return createFalClient({ credentials, fetch: mapped });
}

/** A small real picture, different for every name. */
export async function drawPicture(name: string, size = { width: 256, height: 256 }): Promise<Uint8Array<ArrayBuffer>> {
  const frame = {
    number: 1,
    prompt: name,
    characters: [],
    language: 'en',
    reference: null,
    requestKey: sha256Of(name),
  };
  return new Uint8Array(await drawStoryboardFrame({ ...frame, ...size }));
}

/** The error a promise rejects with; if it resolves, the test fails. */
export async function rejectionOf<T extends Error>(
  promise: Promise<unknown>,
  kind: abstract new (...args: never[]) => T,
): Promise<T> {
  const error: unknown = await promise.then(
    () => new Error('it was expected to fail'),
    (reason: unknown) => reason,
  );
  if (error instanceof kind) return error;
  throw error;
}
