import { describe, expect, it } from 'vitest';
import { parseConfig } from '../src/config.ts';

describe('the environment', () => {
  it('has defaults for everything, and empty variables count as unset', () => {
    expect(parseConfig({ PORT: '', REDIS_URL: '' })).toMatchObject({
      port: 3_000,
      host: '127.0.0.1',
      redisUrl: undefined,
      dataDir: './data',
      artifacts: { kind: 'disk', directory: './data/artifacts' },
      drainSeconds: 600,
      fsync: true,
      retentionMs: 7 * 24 * 3_600_000,
      retentionBytes: null,
      minFreeBytes: 256 * 1_048_576,
      apiKeys: [],
      openai: null,
    });
  });

  it('reports all errors together and never prints a value', () => {
    const env = {
      PORT: 'eighty',
      NEXTPANEL_API_KEYS: 'acme:secret',
      REDIS_URL: 'hunter2',
      NEXTPANEL_FAILPOINT: 'nowhere',
    };
    const attempt = () => parseConfig(env);
    expect(attempt).toThrow(/PORT must be a whole number/);
    expect(attempt).toThrow(/NEXTPANEL_API_KEYS must be a comma-separated list/);
    expect(attempt).toThrow(/REDIS_URL must be a redis/);
    expect(attempt).toThrow(/NEXTPANEL_FAILPOINT must be NAME/);
    expect(attempt).not.toThrow(/hunter2|acme|secret|eighty/);
  });

  it('reads keys with tenants, artifacts with a path, failpoints with a count', () => {
    expect(
      parseConfig({
        NEXTPANEL_API_KEYS: 'acme:0123456789abcdef, zoo:fedcba9876543210',
        NEXTPANEL_ARTIFACTS: 'file:/var/art',
        NEXTPANEL_FAILPOINT: 'frame-kept:3',
      }),
    ).toMatchObject({
      apiKeys: [
        { tenant: 'acme', key: '0123456789abcdef' },
        { tenant: 'zoo', key: 'fedcba9876543210' },
      ],
      artifacts: { kind: 'disk', directory: '/var/art' },
      failpoint: { name: 'frame-kept', times: 3 },
    });
  });

  it('accepts 0 for retention and free space, but no fraction of an hour', () => {
    const env = { NEXTPANEL_RETENTION_HOURS: '0', NEXTPANEL_RETENTION_MB: '10', NEXTPANEL_MIN_FREE_MB: '0' };
    expect(parseConfig(env)).toMatchObject({ retentionMs: 0, retentionBytes: 10 * 1_048_576, minFreeBytes: 0 });
    expect(() => parseConfig({ NEXTPANEL_RETENTION_HOURS: '0.5' })).toThrow(
      /NEXTPANEL_RETENTION_HOURS must be a whole/,
    );
    expect(() => parseConfig({ NEXTPANEL_MIN_FREE_MB: '-1' })).toThrow(/NEXTPANEL_MIN_FREE_MB must be a whole/);
  });

  it('reads a bucket with its prefix, and refuses one key without the other', () => {
    const env = {
      NEXTPANEL_ARTIFACTS: 's3://comics/studio/a',
      S3_ENDPOINT: 'http://minio:9000/',
      S3_ACCESS_KEY_ID: 'me',
    };
    expect(() => parseConfig(env)).toThrow(/S3_SECRET_ACCESS_KEY must be set too/);
    expect(parseConfig({ ...env, S3_SECRET_ACCESS_KEY: 'secret' }).artifacts).toEqual({
      kind: 's3',
      bucket: 'comics',
      prefix: 'studio/a/',
      endpoint: 'http://minio:9000',
      region: 'us-east-1',
      credentials: { accessKeyId: 'me', secretAccessKey: 'secret' },
      forcePathStyle: true,
    });
    expect(parseConfig({ NEXTPANEL_ARTIFACTS: 's3://comics' }).artifacts).toMatchObject({
      prefix: '',
      endpoint: null,
      credentials: null,
      forcePathStyle: false,
    });
    for (const wrong of ['s3://', 's3://Comics', 's3://me:secret@comics/x', 'ftp://x'])
      expect(() => parseConfig({ NEXTPANEL_ARTIFACTS: wrong })).toThrow(/must be file:PATH or s3:/);
  });

  it('configures Azure with a key or a token, on the undated path unless a version is given', () => {
    const AZURE_OPENAI_ENDPOINT = 'https://x.openai.azure.com/';
    expect(parseConfig({ AZURE_OPENAI_ENDPOINT, AZURE_OPENAI_AD_TOKEN: 't' }).azure).toEqual({
      endpoint: 'https://x.openai.azure.com',
      credential: { kind: 'token', value: 't' },
      apiVersion: null,
    });
    expect(parseConfig({ AZURE_OPENAI_ENDPOINT }).azure).toBeNull();
  });
});
