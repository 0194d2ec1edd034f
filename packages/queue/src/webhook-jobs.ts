import {
  type JobKind,
  type JobQueue,
  type JobWorkerOptions,
  type OpenJobQueue,
  openJobQueue,
  startJobWorker,
} from './job-queue.ts';

/** Delivers what happened to a story to one webhook; `delivery`: sends one delivery again. In the queue `webhooks`. */
export interface WebhookJob {
  readonly tenant: string;
  readonly webhook: string;
  readonly story: string;
  readonly delivery?: string;
}

const webhooks: JobKind<WebhookJob> = {
  queue: 'webhooks',
  name: 'deliver',
  // One job for each webhook and story, so that events of a story arrive in order.
  idOf: ({ webhook, story, delivery }) => [webhook, story, ...(delivery === undefined ? [] : [delivery])].join('-'),
};

export type WebhookQueue = JobQueue<WebhookJob>;
export const openWebhookQueue = (options: OpenJobQueue): WebhookQueue => openJobQueue(webhooks, options);

/** Starts delivering. */
export const startWebhookWorker = (options: JobWorkerOptions<WebhookJob>) => startJobWorker(webhooks, options);
