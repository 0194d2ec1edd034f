import { z } from 'zod';
import { tenantPattern } from './access/tenant-name.ts';
import { type ArtifactPlace, parseS3Url } from './artifact-place.ts';
import type { ChatPrice } from './chat-price.ts';
import { configDefaults } from './config-defaults.ts';
import { NextpanelError } from './error.ts';
import { type FailpointName, failpoints } from './failpoints.ts';
import { checkRedisUrl, type RedisPlace, redisPlace } from './redis-url.ts';
import type { ProviderId } from './story-spec.ts';

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be between ${min} and ${max}`);

const apiKeys = z.string().transform((list, context) => {
  const keys: ApiKey[] = [];
  for (const entry of list
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)) {
    const [, tenant, key] = /^([^:]+):(\S{16,})$/.exec(entry) ?? [];
    if (tenant === undefined || key === undefined || !tenantPattern.test(tenant)) {
      context.addIssue('must be a comma-separated list of TENANT:KEY, with keys of at least 16 characters');
      return z.NEVER;
    }
    keys.push({ tenant, key });
  }
  return keys;
});

/** Who may say by X-Forwarded-… for whom it asks: names that Fastify knows, addresses and ranges. */
const trustedProxies = z.string().transform((list, context) => {
  const parts = list
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  if (parts.every((part) => /^(loopback|linklocal|uniquelocal|[0-9a-f.:]+(\/\d{1,3})?)$/i.test(part))) return parts;
  context.addIssue(
    'must be a comma-separated list of loopback, linklocal, uniquelocal, addresses and ranges such as 10.0.0.0/8',
  );
  return z.NEVER;
});

/** Pages that may call the API from a browser, with a key of their own. */
const corsOrigins = z.string().transform((list, context) => {
  const origins = list
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter(Boolean);
  for (const origin of origins) {
    if (/^https?:\/\//.test(origin) && URL.parse(origin)?.origin === origin) continue;
    context.addIssue('must be a comma-separated list of origins such as https://app.example, without a path');
    return z.NEVER;
  }
  return origins;
});

const hosts = z.string().transform((list) =>
  list
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter(Boolean),
);

const artifacts = z.string().transform((location, context) => {
  if (location.startsWith('file:')) return { directory: location.replace(/^file:(\/\/)?/, '') };
  const inBucket = parseS3Url(location);
  if (inBucket !== null) return inBucket;
  context.addIssue('must be file:PATH or s3://BUCKET/PREFIX, without keys: those have variables of their own');
  return z.NEVER;
});

/** Where a process kills itself, and at which pass. */
export type ArmedFailpoint = { readonly name: FailpointName; readonly times: number };

/** `name`, or `name:n` for the n-th time. */
export const failpointSchema = z.string().transform((value, context) => {
  const [name = '', times = '1'] = value.split(':');
  if (!(failpoints as readonly string[]).includes(name) || !/^[1-9]\d*$/.test(times)) {
    context.addIssue(`must be NAME or NAME:N with one of: ${failpoints.join(', ')}`);
    return z.NEVER;
  }
  return { name: name as FailpointName, times: Number(times) };
});

const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .superRefine((text, context) => {
    const url = URL.parse(text);
    if (url === null) return;
    // They would be printed wherever the address is.
    if (url.username !== '' || url.password !== '')
      context.addIssue('must not contain a user name or password; set the key in its own variable');
    if (url.search !== '' || url.hash !== '') context.addIssue('must end with its path, without "?" or "#"');
  })
  .transform((url) => url.replace(/\/+$/, ''));

/** `/comics`, or several folders; browsers and cookies take these characters as they are. */
const rootPath = z
  .string()
  .regex(
    /^(\/[A-Za-z0-9._~-]+)*\/?$/,
    'must be a path such as /comics: letters, digits, ".", "_", "~" and "-" between slashes',
  )
  .transform((path) => path.replace(/\/$/, ''));

/** Files of variables from other systems end lines with a carriage return, and not every reader takes quotes off. */
const secret = z
  .string()
  .regex(
    /^[!#-&(-~]+$/,
    'must not contain spaces, quotes or line endings; look at the end of its line and at the quotes around it',
  );

/** What a server of chat completions charges: `IN/OUT` dollars for a million tokens, or dollars a call. */
const chatPrice = z.string().transform((value, context): ChatPrice => {
  const [, first = '', second] = /^(\d+(?:\.\d+)?)(?:\/(\d+(?:\.\d+)?))?$/.exec(value) ?? [];
  if (first === '') {
    context.addIssue(
      'must be IN/OUT in dollars for a million tokens, such as 1.25/10, or dollars a call, such as 0.01 or 0',
    );
    return z.NEVER;
  }
  return second === undefined
    ? { by: 'call', usd: Number(first) }
    : { by: 'tokens', input: Number(first), output: Number(second) };
});

const redisUrl = z.string().superRefine((text, context) => {
  const wrong = checkRedisUrl(text);
  if (wrong !== null) context.addIssue(wrong);
});

const envSchema = z.object({
  REDIS_URL: redisUrl.optional(),
  REDIS_CA: z.string().min(1).optional(),
  REDIS_USERNAME: z.string().min(1).optional(),
  REDIS_PASSWORD: secret.optional(),
  NEXTPANEL_REDIS_WAIT: wholeNumber(0, 10).optional(),
  NEXTPANEL_REDIS_PREFIX: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'must be 1–64 letters, digits, "_", "." or "-"')
    .default('nextpanel'),
  NEXTPANEL_DATA_DIR: z.string().min(1).default(configDefaults.dataDir),
  NEXTPANEL_ARTIFACTS: artifacts.optional(),
  S3_ENDPOINT: httpUrl.optional(),
  S3_REGION: z
    .string()
    .regex(/^[\w-]{1,40}$/, 'must be the name of a region, such as eu-central-1')
    .default('us-east-1'),
  S3_ACCESS_KEY_ID: secret.optional(),
  S3_SECRET_ACCESS_KEY: secret.optional(),
  S3_FORCE_PATH_STYLE: z.enum(['on', 'off'], 'must be on or off').optional(),
  NEXTPANEL_CATALOGUE: z.string().min(1).optional(),
  NEXTPANEL_MIGRATE: z.enum(['manual', 'auto'], 'must be manual or auto').default('manual'),
  NEXTPANEL_FSYNC: z.enum(['on', 'off'], 'must be on or off').default('on'),
  NEXTPANEL_RETENTION_HOURS: wholeNumber(0, 87_600).default(168),
  NEXTPANEL_RETENTION_MB: wholeNumber(1, 1_000_000_000).optional(),
  NEXTPANEL_MIN_FREE_MB: wholeNumber(0, 1_000_000_000).default(256),
  NEXTPANEL_API_KEYS: apiKeys.default([]),
  NEXTPANEL_ADMIN_KEY: z
    .string()
    .regex(/^\S{16,}$/, 'must have at least 16 characters and no spaces')
    .optional(),
  NEXTPANEL_CORS_ORIGINS: corsOrigins.default([]),
  NEXTPANEL_CONCURRENCY: wholeNumber(1, 1_000).default(8),
  NEXTPANEL_DRAIN_SECONDS: wholeNumber(0, 86_400).default(600),
  NEXTPANEL_PUBLIC_URL: httpUrl.optional(),
  NEXTPANEL_ROOT_PATH: rootPath.optional(),
  NEXTPANEL_TRUST_PROXY: trustedProxies.default([]),
  NEXTPANEL_WEBHOOK_HOSTS: hosts.default([]),
  NEXTPANEL_SEAT: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional(),
  NEXTPANEL_FAILPOINT: failpointSchema.optional(),
  HOST: z.string().min(1).default(configDefaults.host),
  PORT: wholeNumber(0, 65_535).default(configDefaults.port),
  METRICS_PORT: wholeNumber(0, 65_535).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  STORYBOARD_LATENCY_MS: wholeNumber(0, 3_600_000).default(0),
  OPENAI_API_KEY: secret.optional(),
  OPENAI_BASE_URL: httpUrl.default('https://api.openai.com/v1'),
  OPENAI_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{16,}={0,2}$/, 'must be whsec_ and base64, as OpenAI shows it once')
    .optional(),
  OPENAI_BATCH_POLL_MS: wholeNumber(10, 3_600_000).default(60_000),
  OPENAI_BATCH_LOOKUP_SECONDS: wholeNumber(1, 86_400).default(900),
  AZURE_OPENAI_ENDPOINT: httpUrl.optional(),
  AZURE_OPENAI_API_KEY: secret.optional(),
  AZURE_OPENAI_AD_TOKEN: secret.optional(),
  AZURE_OPENAI_API_VERSION: z.string().max(40).optional(),
  FAL_KEY: secret.optional(),
  FAL_BASE_URL: httpUrl.optional(),
  FAL_START_SECONDS: wholeNumber(2, 3_600).default(120),
  FAL_DRAW_SECONDS: wholeNumber(1, 3_600).default(330),
  OPENAI_COMPATIBLE_BASE_URL: httpUrl.optional(),
  OPENAI_COMPATIBLE_API_KEY: secret.optional(),
  NEXTPANEL_REVIEW_BASE_URL: httpUrl.optional(),
  NEXTPANEL_REVIEW_API_KEY: secret.optional(),
  NEXTPANEL_REVIEW_PRICE: chatPrice.optional(),
  NEXTPANEL_REVIEW_SECONDS: wholeNumber(1, 3_600).default(300),
  NEXTPANEL_SCRIPT_BASE_URL: httpUrl.optional(),
  NEXTPANEL_SCRIPT_API_KEY: secret.optional(),
  NEXTPANEL_SCRIPT_PRICE: chatPrice.optional(),
  NEXTPANEL_C2PA_MODULE: z.string().min(1).optional(),
  NEXTPANEL_C2PA_CERTIFICATE: z.string().min(1).optional(),
  NEXTPANEL_C2PA_KEY: z.string().min(1).optional(),
  NEXTPANEL_C2PA_TIMESTAMP_URL: httpUrl.optional(),
});

export interface ApiKey {
  readonly tenant: string;
  readonly key: string;
}

/** Whether requests need a key. Without any in the environment the server is for this machine alone. */
export const needsKeys = ({ apiKeys, adminKey }: Pick<Config, 'apiKeys' | 'adminKey'>): boolean =>
  apiKeys.length > 0 || adminKey !== undefined;

/** The environment, parsed. Paths are as given, relative to the working directory. */
export interface Config {
  readonly redisUrl: string | undefined;
  /** The same, with what other variables say of it. */
  readonly redis: RedisPlace | null;
  /** Replicas that must have an order before it is sent. */
  readonly redisWait: number;
  /** Without the braces that make it a hash tag. */
  readonly redisPrefix: string;
  readonly dataDir: string;
  readonly artifacts: ArtifactPlace;
  /** A YAML or JSON file that changes or adds models. */
  readonly catalogueFile: string | undefined;
  /** Whether artifacts and records are flushed to disk before the story relies on them. */
  readonly fsync: boolean;
  /** `auto`: the schema of the stored state is raised a minute after the last process of an older version was heard of. */
  readonly migrate: 'manual' | 'auto';
  /** How long unused artifacts stay in place, and then in the trash, in milliseconds. */
  readonly retentionMs: number;
  /** How much artifacts may take, in bytes, until what is not needed of stories that are over is removed; null: no limit. */
  readonly retentionBytes: number | null;
  /** With less free disk space than this, nothing is ordered or composed. In bytes. */
  readonly minFreeBytes: number;
  readonly apiKeys: readonly ApiKey[];
  /** The operator's key. Without one, the keys of the environment may do what it is for, except setting up tenants. */
  readonly adminKey: string | undefined;
  /** Pages of other origins that may call the API from a browser; without cookies. */
  readonly corsOrigins: readonly string[];
  /** Stories one worker process draws at once, at all providers together. */
  readonly concurrency: number;
  readonly drainSeconds: number;
  /** The public address of the API, for vendors' webhooks; null: vendors are only polled. */
  readonly publicUrl: string | null;
  /** The path under which a reverse proxy serves the API and the dashboard, such as `/comics`; empty: at the root. */
  readonly rootPath: string;
  /** Proxies whose X-Forwarded-Host, -Proto and -For are believed: addresses, ranges, `loopback`, `linklocal`, `uniquelocal`. */
  readonly trustProxy: readonly string[];
  /** Hosts of receivers of webhooks that may be on a private network, and may be reached by http. */
  readonly webhookHosts: readonly string[];
  /** Stable name of this process under its supervisor, by which it takes over what its predecessor held. */
  readonly seat: string | undefined;
  readonly failpoint: ArmedFailpoint | undefined;
  readonly host: string;
  readonly port: number;
  /** Where a worker or finalizer serves its metrics; null: nowhere. The API has `/metrics` on its own port. */
  readonly metricsPort: number | null;
  /** Where traces are sent by OTLP over HTTP; null: nowhere, and nothing is recorded. */
  readonly otlpEndpoint: string | null;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  readonly storyboardLatencyMs: number;
  /** Null without a key. */
  readonly openai: {
    readonly apiKey: string;
    readonly baseUrl: string;
    readonly batchPollMs?: number;
    readonly batchLookupMs?: number;
    /** Of the project's webhook: `whsec_` and base64. */
    readonly webhookSecret?: string | undefined;
  } | null;
  /** Null without an endpoint and a key or token. `apiVersion` null means the undated v1 path. */
  readonly azure: {
    readonly endpoint: string;
    readonly credential: { readonly kind: 'key' | 'token'; readonly value: string };
    readonly apiVersion: string | null;
  } | null;
  /**
   * Null without a key. With a gateway, `https://HOST/path` becomes `GATEWAY/HOST/path`. `startMs`: how long a request may stand in
   * fal's line before fal gives it up; `drawMs`: the longest from there until it shows in fal's list of requests.
   */
  readonly fal: {
    readonly key: string;
    readonly gateway: string | null;
    readonly startMs?: number;
    readonly drawMs?: number;
  } | null;
  /** Null without a base URL. */
  readonly openaiCompatible: { readonly baseUrl: string; readonly apiKey: string | null } | null;
  /** The chat endpoint of the vision model that reviews frames; null without a base URL. */
  readonly review: ReviewConfig | null;
  /** The chat endpoint of the language model that adapts scripts; null without a base URL. */
  readonly script: ChatConfig | null;
  /** With what pages are signed; null: they are not. */
  readonly signing: SigningConfig | null;
}

/** Content credentials (C2PA) of our own. */
export interface SigningConfig {
  /** An installed `@contentauth/c2pa-node`: its folder, or the folder it was installed in. */
  readonly module: string;
  /** PEM: the certificate, then those that lead to its root. */
  readonly certificateFile: string;
  /** PEM, without a passphrase. */
  readonly keyFile: string;
  /** An authority for time stamps (RFC 3161); null: signatures have no time that others vouch for. */
  readonly timestampUrl: string | null;
}

/** A server that speaks OpenAI's chat completions. */
export interface ChatConfig {
  readonly baseUrl: string;
  readonly apiKey: string | null;
  /** Null: not known. */
  readonly price: ChatPrice | null;
}

export interface ReviewConfig extends ChatConfig {
  /** How long the review of one batch may take, its retakes included, in milliseconds. */
  readonly deadlineMs: number;
}

/**
 * Parses the environment once, at the edge. Empty variables count as unset. Throws `config_invalid`, which names every
 * wrong variable and never prints a value, since a value may be a secret.
 */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = readVariables(set);
  if (!parsed.success) {
    const mistakes = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new NextpanelError('config_invalid', `the environment is not valid:\n  ${mistakes.join('\n  ')}`, {
      detail: { mistakes },
    });
  }
  const it = parsed.data;
  return {
    redisUrl: it.REDIS_URL,
    ...redisConfig(it),
    redisPrefix: it.NEXTPANEL_REDIS_PREFIX,
    dataDir: it.NEXTPANEL_DATA_DIR,
    artifacts: artifactPlace(it),
    catalogueFile: it.NEXTPANEL_CATALOGUE,
    fsync: it.NEXTPANEL_FSYNC === 'on',
    migrate: it.NEXTPANEL_MIGRATE,
    retentionMs: it.NEXTPANEL_RETENTION_HOURS * 3_600_000,
    retentionBytes: it.NEXTPANEL_RETENTION_MB === undefined ? null : it.NEXTPANEL_RETENTION_MB * 1_048_576,
    minFreeBytes: it.NEXTPANEL_MIN_FREE_MB * 1_048_576,
    apiKeys: it.NEXTPANEL_API_KEYS,
    adminKey: it.NEXTPANEL_ADMIN_KEY,
    corsOrigins: it.NEXTPANEL_CORS_ORIGINS,
    concurrency: it.NEXTPANEL_CONCURRENCY,
    drainSeconds: it.NEXTPANEL_DRAIN_SECONDS,
    publicUrl: publicAddress(it),
    rootPath: it.NEXTPANEL_ROOT_PATH ?? '',
    trustProxy: it.NEXTPANEL_TRUST_PROXY,
    webhookHosts: it.NEXTPANEL_WEBHOOK_HOSTS,
    seat: it.NEXTPANEL_SEAT,
    failpoint: it.NEXTPANEL_FAILPOINT,
    host: it.HOST,
    port: it.PORT,
    metricsPort: it.METRICS_PORT ?? null,
    otlpEndpoint: it.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    logLevel: it.LOG_LEVEL,
    storyboardLatencyMs: it.STORYBOARD_LATENCY_MS,
    openai: openaiConfig(it),
    azure: azureConfig(it),
    fal:
      it.FAL_KEY === undefined
        ? null
        : {
            key: it.FAL_KEY,
            gateway: it.FAL_BASE_URL ?? null,
            startMs: 1_000 * it.FAL_START_SECONDS,
            drawMs: 1_000 * it.FAL_DRAW_SECONDS,
          },
    openaiCompatible:
      it.OPENAI_COMPATIBLE_BASE_URL === undefined
        ? null
        : { baseUrl: it.OPENAI_COMPATIBLE_BASE_URL, apiKey: it.OPENAI_COMPATIBLE_API_KEY ?? null },
    review:
      it.NEXTPANEL_REVIEW_BASE_URL === undefined
        ? null
        : {
            baseUrl: it.NEXTPANEL_REVIEW_BASE_URL,
            apiKey: it.NEXTPANEL_REVIEW_API_KEY ?? null,
            price: it.NEXTPANEL_REVIEW_PRICE ?? null,
            deadlineMs: 1_000 * it.NEXTPANEL_REVIEW_SECONDS,
          },
    script:
      it.NEXTPANEL_SCRIPT_BASE_URL === undefined
        ? null
        : {
            baseUrl: it.NEXTPANEL_SCRIPT_BASE_URL,
            apiKey: it.NEXTPANEL_SCRIPT_API_KEY ?? null,
            price: it.NEXTPANEL_SCRIPT_PRICE ?? null,
          },
    signing: signingConfig(it),
  };
}

/** An address without a path is that of the proxy. */
function publicAddress(it: z.output<typeof envSchema>): string | null {
  if (it.NEXTPANEL_PUBLIC_URL === undefined) return null;
  const isHost = new URL(it.NEXTPANEL_PUBLIC_URL).pathname === '/';
  return isHost ? `${it.NEXTPANEL_PUBLIC_URL}${it.NEXTPANEL_ROOT_PATH ?? ''}` : it.NEXTPANEL_PUBLIC_URL;
}

/** Where Redis has replicas that may take over, what is about to be paid is to be on one of them. */
function redisConfig(it: z.output<typeof envSchema>): Pick<Config, 'redis' | 'redisWait'> {
  if (it.REDIS_URL === undefined) return { redis: null, redisWait: it.NEXTPANEL_REDIS_WAIT ?? 0 };
  const place = redisPlace(it.REDIS_URL);
  return {
    redis: {
      ...place,
      caFile: it.REDIS_CA ?? null,
      username: it.REDIS_USERNAME ?? place.username,
      password: it.REDIS_PASSWORD ?? place.password,
      tag: it.NEXTPANEL_REDIS_PREFIX,
    },
    redisWait: it.NEXTPANEL_REDIS_WAIT ?? (place.kind === 'server' ? 0 : 1),
  };
}

/** Reads the variables, and reports what only shows when two of them are compared together with what is wrong with each. */
function readVariables(set: Readonly<Record<string, string | undefined>>) {
  return envSchema
    .superRefine((it, context) => {
      if ((it.S3_ACCESS_KEY_ID === undefined) === (it.S3_SECRET_ACCESS_KEY === undefined)) return;
      const path = it.S3_ACCESS_KEY_ID === undefined ? 'S3_ACCESS_KEY_ID' : 'S3_SECRET_ACCESS_KEY';
      context.addIssue({ code: 'custom', path: [path], message: 'must be set too, or neither of the two keys' });
    })
    .superRefine((it, context) => {
      if (it.NEXTPANEL_C2PA_TIMESTAMP_URL === undefined && signingVariables.every((name) => it[name] === undefined))
        return;
      const missing = signingVariables.filter((name) => it[name] === undefined);
      for (const name of missing) {
        const message = `must be set too: pages are signed with all of ${signingVariables.join(', ')}, or none of them`;
        context.addIssue({ code: 'custom', path: [name], message });
      }
    })
    .safeParse(set);
}

const signingVariables = ['NEXTPANEL_C2PA_MODULE', 'NEXTPANEL_C2PA_CERTIFICATE', 'NEXTPANEL_C2PA_KEY'] as const;

function signingConfig(it: z.output<typeof envSchema>): Config['signing'] {
  const {
    NEXTPANEL_C2PA_MODULE: module,
    NEXTPANEL_C2PA_CERTIFICATE: certificateFile,
    NEXTPANEL_C2PA_KEY: keyFile,
  } = it;
  if (module === undefined || certificateFile === undefined || keyFile === undefined) return null;
  return { module, certificateFile, keyFile, timestampUrl: it.NEXTPANEL_C2PA_TIMESTAMP_URL ?? null };
}

function artifactPlace(it: z.output<typeof envSchema>): ArtifactPlace {
  const place = it.NEXTPANEL_ARTIFACTS ?? { directory: `${it.NEXTPANEL_DATA_DIR}/artifacts` };
  if ('directory' in place) return { kind: 'disk', ...place };
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey, S3_ENDPOINT: endpoint = null } = it;
  return {
    kind: 's3',
    ...place,
    endpoint,
    region: it.S3_REGION,
    credentials: accessKeyId === undefined || secretAccessKey === undefined ? null : { accessKeyId, secretAccessKey },
    // Servers of one's own seldom have a name for each bucket.
    forcePathStyle: it.S3_FORCE_PATH_STYLE === undefined ? endpoint !== null : it.S3_FORCE_PATH_STYLE === 'on',
  };
}

function openaiConfig(it: z.output<typeof envSchema>): Config['openai'] {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl, OPENAI_BATCH_POLL_MS: batchPollMs } = it;
  const batchLookupMs = 1_000 * it.OPENAI_BATCH_LOOKUP_SECONDS;
  const webhookSecret = it.OPENAI_WEBHOOK_SECRET;
  return apiKey === undefined ? null : { apiKey, baseUrl, batchPollMs, batchLookupMs, webhookSecret };
}

function azureConfig(it: z.output<typeof envSchema>): Config['azure'] {
  const { AZURE_OPENAI_ENDPOINT: endpoint, AZURE_OPENAI_API_KEY: key, AZURE_OPENAI_AD_TOKEN: token } = it;
  const value = key ?? token;
  if (endpoint === undefined || value === undefined) return null;
  const kind = key === undefined ? 'token' : 'key';
  return { endpoint, credential: { kind, value }, apiVersion: it.AZURE_OPENAI_API_VERSION ?? null };
}

/** The variables that enable a provider, for the error when a story asks for one that is not enabled. */
export const providerVariables: Readonly<Record<ProviderId, readonly string[]>> = {
  storyboard: [],
  openai: ['OPENAI_API_KEY'],
  azure: ['AZURE_OPENAI_ENDPOINT', 'AZURE_OPENAI_API_KEY'],
  fal: ['FAL_KEY'],
  'openai-compatible': ['OPENAI_COMPATIBLE_BASE_URL'],
};
