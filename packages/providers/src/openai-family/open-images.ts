import type { Model } from '@nextpanel/core';
import { openDownloads } from './answers/download-picture.ts';
import type { ClientOptions } from './open-client.ts';
import { openClient } from './open-client.ts';
import type { ImagesApi } from './order-images.ts';
import { openReferenceFiles } from './reference-files.ts';
import { openTransport } from './transport.ts';
import type { Vendor } from './vendor.ts';

/** First pause between two questions whether a task is done, in milliseconds. */
const firstPollMs = 1_000;
/** A picture that is not there is asked for again for a minute: storage may be slower than the answer that names it. */
const missingMs = 60_000;

export interface ImagesOptions extends Pick<ClientOptions, 'credential' | 'deadlineMs'> {
  readonly vendor: Vendor;
  readonly pollMs?: number | undefined;
  readonly missingMs?: number | undefined;
  readonly addressOf: (model: Model) => Pick<ClientOptions, 'baseUrl' | 'query'>;
  readonly noEdits: (model: Model) => string;
  readonly jsonEdits?: true | undefined;
}

/** An Images API with everything its answers may need: downloads, tasks, and the memory that generations were understood. */
export function openImages({
  vendor,
  deadlineMs,
  credential,
  addressOf,
  noEdits,
  ...options
}: ImagesOptions): ImagesApi {
  const transport = openTransport();
  const { kind, value } = credential.kind === 'none' ? { kind: credential.kind, value: '' } : credential;
  const headers: Record<string, string> =
    kind === 'none' ? {} : kind === 'bearer' ? { authorization: `Bearer ${value}` } : { 'api-key': value };
  return {
    vendor,
    deadlineMs,
    fileOf: openReferenceFiles(),
    pollMs: options.pollMs ?? firstPollMs,
    client: (model) => openClient({ ...addressOf(model), credential, transport, deadlineMs }),
    download: (model) =>
      openDownloads({
        vendor,
        baseUrl: addressOf(model).baseUrl,
        headers,
        deadlineMs,
        missingMs: options.missingMs ?? missingMs,
      }),
    noEdits,
    jsonEdits: options.jsonEdits,
    understood: new Set(),
  };
}
