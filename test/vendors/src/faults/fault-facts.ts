import type { VendorName } from '../emulator.ts';

/**
 * The purpose of a request. Only `order` spends money: images, responses, queue submit. `poll` asks whether it is done,
 * `collect` fetches fal's result, `upload` sends a picture, `media` downloads one, `list` reads models or keys, `history` reads fal's
 * finished requests.
 */
export type Operation = 'order' | 'poll' | 'collect' | 'cancel' | 'upload' | 'media' | 'list' | 'history' | 'webhook';

/**
 * Where a fault strikes. `refuse`: an error instead of the work, nothing is paid. `withhold`: drawn and paid, but answered with
 * an error. `transport`: the connection fails, before or after the work. `job`: an accepted job fails. `yield`: the answer
 * is complete, its content is not. `webhook`: the delivery is wrong.
 */
export type FaultStage = 'refuse' | 'withhold' | 'transport' | 'job' | 'yield' | 'webhook';

export interface FaultFacts {
  readonly stage: FaultStage;
  readonly says: string;
  /** Vendors it can happen at; all if absent. */
  readonly vendors?: readonly VendorName[];
  /** The requests it strikes by default; `order` if absent. */
  readonly operations?: readonly Operation[];
  /** Default of `ms`. */
  readonly ms?: number;
}

const queued = ['fal', 'openai'] as const;

/** All faults by name, with what a client sees. */
export const faultFacts = {
  'rate-limited': { stage: 'refuse', says: '429 rate limit, without any retry-after.' },
  'rate-limited-seconds': { stage: 'refuse', says: '429 with `retry-after: <ms/1000, rounded up>`.', ms: 1_000 },
  'rate-limited-ms': { stage: 'refuse', says: '429 with `retry-after-ms: <ms>`.', ms: 1_000 },
  'rate-limited-date': { stage: 'refuse', says: '429 with `retry-after` as an HTTP date `ms` from now.', ms: 2_000 },
  'quota-exhausted': { stage: 'refuse', says: '429 insufficient_quota: out of credit (fal: 403, exhausted balance).' },
  'quota-words': {
    stage: 'refuse',
    says: '429 whose code is only "429": that the quota is used up stands in the message, as gateways answer.',
  },
  'wrong-key': { stage: 'refuse', says: '401: the key is not accepted.' },
  forbidden: { stage: 'refuse', says: '403: the key is valid but lacks permission.' },
  'model-missing': {
    stage: 'refuse',
    says: '404 model_not_found (Azure: DeploymentNotFound; fal: unknown application).',
  },
  'moderation-input': {
    stage: 'refuse',
    says: '400 moderation_blocked at stage input, with categories; nothing drawn. fal: 422 content_policy_violation on the result of a COMPLETED job.',
  },
  'moderation-output': {
    stage: 'withhold',
    says: '400 moderation_blocked at stage output: drawn and charged, then withheld. fal: as moderation-input, and charged.',
  },
  'azure-content-policy': {
    stage: 'refuse',
    vendors: ['azure'],
    says: 'Azure shape 1: 400 content_policy_violation with `inner_error.content_filter_results`.',
  },
  'azure-content-filter': {
    stage: 'refuse',
    vendors: ['azure'],
    says: 'Azure shape 2: 400 content_filter with `innererror.content_filter_result`.',
  },
  'azure-created-error': {
    stage: 'refuse',
    vendors: ['azure'],
    says: 'Azure shape 3: 400 `{created, error: {code: contentFilter}}`, the task failed.',
  },
  'azure-output-filtered': {
    stage: 'withhold',
    vendors: ['azure'],
    says: 'Azure shape 3, output variant: drawn, then filtered.',
  },
  'azure-moderation-blocked': {
    stage: 'refuse',
    vendors: ['azure'],
    says: "Azure shape 4: OpenAI's moderation_blocked passed through.",
  },
  'azure-resource-blocked': {
    stage: 'refuse',
    vendors: ['azure'],
    says: 'Azure shape 5: 403 Forbidden, the whole resource is blocked for its behaviour.',
  },
  'moderation-as-502': {
    stage: 'refuse',
    vendors: ['openai-compatible'],
    says: "502 whose body is OpenAI's moderation_blocked, as proxies pass it on; nothing drawn.",
  },
  'error-in-success': {
    stage: 'refuse',
    vendors: ['openai-compatible'],
    says: '200 with an `error` whose code is upstream_timeout; nothing drawn.',
  },
  'nothing-drawn': {
    stage: 'refuse',
    vendors: ['openai-compatible'],
    says: '200 with an empty list of pictures and usage 0; nothing drawn.',
  },
  'edits-missing': {
    stage: 'refuse',
    vendors: ['openai-compatible'],
    says: '404 Resource not found, as servers without the route for edits answer; match it by path /edits.',
  },
  'rejected-setting': {
    stage: 'refuse',
    vendors: ['openai-compatible'],
    says: '400 in the two parts of a framework: `error` names the class, `message` the cause.',
  },
  'server-error': { stage: 'refuse', says: '500 in the envelope of the vendor.' },
  'bad-gateway-html': { stage: 'refuse', says: '502 with an HTML page from a proxy.' },
  unavailable: { stage: 'refuse', says: '503 (fal: flat, runner_scheduling_failure).' },
  'gateway-timeout': { stage: 'refuse', says: '504 (fal: flat, startup_timeout).' },
  'user-timeout': {
    stage: 'job',
    vendors: ['fal'],
    says: 'The job did not start within X-Fal-Request-Timeout: result answers 504 with X-Fal-Request-Timeout-Type: user.',
  },
  'job-failed': {
    stage: 'job',
    vendors: queued,
    says: 'The accepted job fails and is not charged: fal 502 downstream_service_error on result, OpenAI status failed.',
  },
  'job-failed-text': {
    stage: 'job',
    vendors: ['fal'],
    says: 'The accepted job fails with 500 and a `detail` that is plain text, as in older apps.',
  },
  stuck: { stage: 'job', vendors: queued, says: 'The accepted job stays in progress until it is cancelled.' },
  'batch-expired': {
    stage: 'job',
    vendors: ['openai'],
    says: 'The accepted batch expires when half of its requests are drawn; match it by path /v1/batches.',
  },
  'batch-token-limit': {
    stage: 'job',
    vendors: ['openai'],
    says: 'The accepted batch fails with token_limit_exceeded before anything is drawn; match it by path /v1/batches.',
  },
  'batch-listed-late': {
    stage: 'job',
    vendors: ['openai'],
    says: 'The list of batches shows the batch `ms` after it was accepted; match it by path /v1/batches.',
    ms: 1_000,
  },
  forgotten: {
    stage: 'refuse',
    vendors: queued,
    operations: ['poll', 'collect'],
    says: '404: the vendor no longer knows the job.',
  },
  hang: { stage: 'transport', says: 'The request is read and never answered.' },
  slow: { stage: 'transport', says: 'The answer is `ms` late.', ms: 2_000 },
  drip: { stage: 'transport', says: 'The body comes in small pieces over `ms`.', ms: 2_000 },
  'reset-before-work': { stage: 'transport', says: 'The connection is reset before anything is drawn or charged.' },
  'reset-after-work': {
    stage: 'transport',
    says: 'Paid, then lost: drawn and charged (fal: accepted and drawn), then the connection is reset.',
  },
  'cut-body': { stage: 'transport', says: 'Paid; half of the body arrives, then the connection is reset.' },
  'truncated-json': { stage: 'transport', says: 'Paid; a whole HTTP answer whose JSON ends in the middle.' },
  'empty-picture': { stage: 'yield', says: 'Paid; `b64_json` is empty (by URL: a file of no bytes).' },
  'no-images': { stage: 'yield', says: 'Paid; 200 with an empty list of images.' },
  'fewer-images': { stage: 'yield', says: 'Paid; one image fewer than requested.' },
  'truncated-picture': { stage: 'yield', says: 'Paid; the picture ends before its last row.' },
  'corrupt-picture': { stage: 'yield', says: 'Paid; the header is right, the pixels cannot be decoded.' },
  'wrong-size-picture': { stage: 'yield', says: 'Paid; a valid picture of another size and aspect than requested.' },
  'html-picture': { stage: 'yield', says: 'Paid; an HTML page where the bytes of a picture should be.' },
  'bomb-picture': { stage: 'yield', says: 'Paid; a PNG of 20,000×20,000 pixels in some 50 kB.' },
  'identical-frames': { stage: 'yield', says: 'Paid; every picture has the same bytes, here and in other orders.' },
  'near-identical-frames': {
    stage: 'yield',
    says: 'Paid; every picture is the same except for a slight difference in brightness.',
  },
  'black-picture': { stage: 'yield', says: 'Paid; a black picture of the requested size, as vendors refuse.' },
  'off-model-picture': {
    stage: 'yield',
    says: 'Paid; the picture is tinted magenta: to the emulated judge its characters look wrong.',
  },
  'nsfw-picture': {
    stage: 'yield',
    vendors: ['fal'],
    says: 'Paid; a black picture, and `has_nsfw_concepts: [true]` in the result.',
  },
  'tiny-picture': { stage: 'yield', says: 'Paid; a valid picture of 64×64 pixels whatever was requested.' },
  'task-answer': {
    stage: 'yield',
    vendors: ['openai-compatible'],
    says: 'Paid; a task id instead of pictures. GET /v1/tasks/{id} has them.',
  },
  'task-without-route': {
    stage: 'yield',
    vendors: ['openai-compatible'],
    says: 'Paid; the id of a task that no route knows.',
  },
  'images-member': {
    stage: 'yield',
    vendors: ['openai-compatible'],
    says: 'Paid; `images` with data URLs instead of `data`.',
  },
  'output-member': {
    stage: 'yield',
    vendors: ['openai-compatible'],
    says: 'Paid; `output` with base64 instead of `data`.',
  },
  'event-stream-answer': {
    stage: 'yield',
    vendors: ['openai-compatible'],
    says: 'Paid; server-sent events although nobody asked for a stream.',
  },
  'other-host-url': {
    stage: 'yield',
    vendors: ['openai-compatible'],
    says: 'Paid; the address of the picture is on the same server by another name.',
  },
  'file-path': {
    stage: 'yield',
    vendors: ['openai-compatible'],
    says: 'Paid; a path on the server instead of an address.',
  },
  'unknown-form': {
    stage: 'yield',
    vendors: ['openai-compatible'],
    says: 'Paid; JSON of an unknown form.',
  },
  composite: { stage: 'yield', says: 'Paid; one picture with all panels in a grid, instead of several.' },
  'expired-media': { stage: 'refuse', operations: ['media'], says: '404 on the download: the file has expired.' },
  'html-media': {
    stage: 'refuse',
    operations: ['media'],
    says: '200 text/html on the download, as captive portals answer.',
  },
  'webhook-forged': {
    stage: 'webhook',
    vendors: ['fal'],
    operations: ['webhook'],
    says: 'The webhook is signed with a key that is not among the published ones, and its pictures are not ours.',
  },
  'webhook-tampered': {
    stage: 'webhook',
    vendors: ['fal'],
    operations: ['webhook'],
    says: 'The body was changed after it was signed.',
  },
  'webhook-stale': {
    stage: 'webhook',
    vendors: ['fal'],
    operations: ['webhook'],
    says: 'Correctly signed, ten minutes ago: a replay.',
  },
  'webhook-repeated': {
    stage: 'webhook',
    vendors: ['fal'],
    operations: ['webhook'],
    says: 'Delivered twice; the second time with another gateway request id.',
  },
  'webhook-late': {
    stage: 'webhook',
    vendors: ['fal'],
    operations: ['webhook'],
    says: 'Delivered `ms` after the job was done.',
    ms: 1_000,
  },
  'webhook-lost': { stage: 'webhook', vendors: ['fal'], operations: ['webhook'], says: 'Never delivered.' },
} as const satisfies Record<string, FaultFacts>;

export type FaultName = keyof typeof faultFacts;

export const factsOf = (name: FaultName): FaultFacts => faultFacts[name];

export const isFaultName = (name: unknown): name is FaultName =>
  typeof name === 'string' && Object.hasOwn(faultFacts, name);
