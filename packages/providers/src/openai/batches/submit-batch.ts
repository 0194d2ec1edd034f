import { changeError, NextpanelError, type VendorBatch } from '@nextpanel/core';
import { callVendor } from '../../openai-family/call-vendor.ts';
import { pause } from '../../openai-family/pause.ts';
import { uploadFile } from '../upload-file.ts';
import { type BatchesApi, nameKey } from './batches-api.ts';
import { endpointOf } from './prepare-line.ts';
import { readBatch } from './read-batch.ts';

/** The file is read when the batch is validated; the results stay for as long as the vendor allows. */
const inputSeconds = 2 * 86_400;
const outputSeconds = 30 * 86_400;

/**
 * A file that was just uploaded is not always found yet: "Cannot find file …" (github.com/bespokelabsai/curator/issues/116).
 * Pauses before the batch is sent again, in milliseconds.
 */
const unseenFileMs = [1_000, 3_000, 6_000];

/** Uploads the lines of a batch and makes it. Answers with its id and its end. */
export async function submitBatch(
  api: BatchesApi,
  { name, requests }: VendorBatch,
  signal: AbortSignal,
): Promise<{ readonly vendorId: string; readonly until: number }> {
  const [first] = requests;
  if (!first) throw new Error('a vendor batch has at least one request');
  const lines = requests.map(({ body }) => JSON.stringify(body)).join('\n');
  const file = new File([`${lines}\n`], `${name}.jsonl`, { type: 'application/jsonl' });
  const input = await uploadFile(api, { file, purpose: 'batch', seconds: inputSeconds }, signal);
  for (let seen = 0; ; seen++) {
    try {
      return await createBatch(api, { name, input, endpoint: endpointOf(first.order) }, signal);
    } catch (thrown) {
      const ms = unseenFileMs[seen];
      if (ms === undefined || !isUnseenFile(thrown)) throw thrown;
      await pause(ms, signal);
    }
  }
}

async function createBatch(
  { client, vendor, deadlineMs }: BatchesApi,
  { name, input, endpoint }: { name: string; input: string; endpoint: ReturnType<typeof endpointOf> },
  signal: AbortSignal,
): Promise<{ readonly vendorId: string; readonly until: number }> {
  const answer: unknown = await callVendor(vendor, { signal, deadlineMs }, (within) =>
    client.batches.create(
      {
        endpoint,
        input_file_id: input,
        completion_window: '24h',
        metadata: { [nameKey]: name },
        output_expires_after: { anchor: 'created_at', seconds: outputSeconds },
      },
      { signal: within },
    ),
  );
  try {
    const { id, until } = readBatch(answer, vendor);
    return { vendorId: id, until };
  } catch (thrown) {
    // It was accepted; its id is in the list.
    if (!(thrown instanceof NextpanelError)) throw thrown;
    throw changeError(thrown, { money: 'possibly' });
  }
}

const isUnseenFile = (thrown: unknown): boolean =>
  thrown instanceof NextpanelError &&
  thrown.code === 'invalid_request' &&
  (thrown.detail.param === 'file_id' ||
    thrown.detail.param === 'input_file_id' ||
    /cannot find file|no such file/i.test(thrown.message));
