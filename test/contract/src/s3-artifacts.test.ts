import { randomUUID } from 'node:crypto';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { ObjectStore } from '@nextpanel/core';
import { startObjectStore, type TestObjectStore } from '@nextpanel/harness';
import { openArtifacts } from '@nextpanel/store';
import { describeArtifacts } from '@nextpanel/store/artifacts-conformance';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

let server: TestObjectStore;
let place: ObjectStore;
beforeAll(async () => {
  server = await startObjectStore();
  place = placeOn(server);
});
afterAll(() => server[Symbol.asyncDispose]());
afterEach(() => server.serve());

function placeOn(store: TestObjectStore): ObjectStore {
  const { S3_ENDPOINT: endpoint = '', S3_REGION: region = '' } = store.env('');
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test-secret' };
  return {
    kind: 's3',
    bucket: store.bucket,
    prefix: `${randomUUID()}/`,
    endpoint,
    region,
    credentials,
    forcePathStyle: true,
  };
}

async function overwrite(key: string, content: string) {
  const { endpoint, region, credentials, bucket, prefix } = place;
  const client = new S3Client({
    ...(endpoint !== null && { endpoint }),
    ...(credentials && { credentials }),
    region,
    forcePathStyle: true,
  });
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: `${prefix}${key}`, Body: content }));
  client.destroy();
}

const split = (name: string) => `${name.slice(0, 2)}/${name.slice(2)}`;

describeArtifacts('in a bucket', {
  open: () => openArtifacts(place, { fsync: true }),
  damage: (what, content) =>
    overwrite('sha256' in what ? `sha256/${split(what.sha256)}` : `records/${what.tenant}/${split(what.key)}`, content),
});

describe('a store that', () => {
  const bytes = new TextEncoder().encode('a frame');

  it('ignores If-None-Match is refused at the start, with the reason', async () => {
    await using careless = await startObjectStore({ conditions: false });
    await expect(openArtifacts(placeOn(careless), { fsync: true })).rejects.toMatchObject({
      code: 'bucket_unsuitable',
      message: /If-None-Match/,
    });
  });

  it.each([
    { status: 403, code: 'AccessDenied' },
    { status: 507, code: 'XMinioStorageFull' },
    { status: 404, code: 'NoSuchBucket' },
  ])('answers $status $code refuses, in its own words, and is asked again', async (refusal) => {
    const artifacts = await openArtifacts(place, { fsync: true });
    server.refuse({ method: 'PUT', ...refusal });
    await expect(artifacts.put(bytes)).rejects.toMatchObject({
      code: 'bucket_refuses',
      retryable: true,
      money: 'none',
      message: expect.stringContaining(refusal.code),
    });
    server.serve();
    expect(await artifacts.has(await artifacts.put(bytes))).toBe(true);
  });

  it('fails now and then is asked again, and one that does not answer is unreachable', async () => {
    const artifacts = await openArtifacts(place, { fsync: true });
    server.refuse({ method: 'PUT', status: 503, code: 'SlowDown', times: 2 });
    const sha256 = await artifacts.put(bytes);
    expect(Buffer.from(await artifacts.get(sha256)).toString()).toBe('a frame');
    const gone = await startObjectStore();
    const there = await openArtifacts(placeOn(gone), { fsync: true });
    await gone[Symbol.asyncDispose]();
    await expect(there.put(bytes)).rejects.toMatchObject({ code: 'bucket_unreachable', retryable: true });
  });

  it('answers 409 to a conditional write is asked again, and a lost answer finds its own record', async () => {
    const artifacts = await openArtifacts(place, { fsync: true });
    server.refuse({ method: 'PUT', status: 409, code: 'ConditionalRequestConflict', times: 2 });
    expect(await artifacts.writeRecord('acme', 'conflict', { n: 1 })).toBe(true);
    expect(await artifacts.writeRecord('acme', 'conflict', { n: 1 })).toBe(true);
    expect(await artifacts.writeRecord('acme', 'conflict', { n: 2 })).toBe(false);
  });
});
