import { type Job, type Processor, Worker, type WorkerOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import type { SharedConcurrency } from './shared-concurrency.ts';

/**
 * A BullMQ worker that shares its concurrency with other workers of its process: it takes a job only when a turn may begin, and
 * the turn counts until the job has left the active state. BullMQ's own `concurrency` is per worker, and there is one worker for each queue.
 */
export class SharingWorker<Data> extends Worker<Data> {
  readonly #redis: Redis;
  readonly #concurrency: SharedConcurrency;
  readonly #stopTaking = new AbortController();
  /** Jobs taken but not yet processed: BullMQ processes them once it stops fetching more. */
  #unprocessed = 0;

  constructor(
    queue: string,
    processor: Processor<Data>,
    options: Omit<WorkerOptions, 'concurrency' | 'connection'> & {
      readonly connection: Redis;
      readonly shared: SharedConcurrency;
    },
  ) {
    const { shared, ...rest } = options;
    super(queue, processor, { ...rest, concurrency: shared.limit });
    this.#redis = options.connection;
    this.#concurrency = shared;
  }

  protected override async moveToActive(token: string, name?: string): Promise<Job<Data>> {
    const nothing = undefined as unknown as Job<Data>;
    if (!(await this.#begin())) return nothing;
    let job = nothing;
    try {
      job = await super.moveToActive(token, name);
      return job;
    } finally {
      if (job) this.#unprocessed += 1;
      else this.#concurrency.end();
    }
  }

  override async processJob(job: Job<Data>, token: string): ReturnType<Worker<Data>['processJob']> {
    this.#unprocessed -= 1;
    try {
      // BullMQ would fetch the next job together with the end of this one, and so skip other workers of this process that wait.
      return await super.processJob(job, token, () => false);
    } finally {
      this.#concurrency.end();
    }
  }

  /** Takes no more jobs; it is never resumed. */
  override pause(doNotWaitActive?: boolean): Promise<void> {
    this.#stopTaking.abort();
    return super.pause(doNotWaitActive);
  }

  override close(force?: boolean): Promise<void> {
    this.#stopTaking.abort();
    return super.close(force);
  }

  async #begin(): Promise<boolean> {
    const { signal } = this.#stopTaking;
    if (signal.aborted) return false;
    if (this.#concurrency.tryBegin()) return true;
    // The queue's marker woke this worker and is consumed now: restore it, since another process may have free concurrency.
    await this.#redis.zadd(this.toKey('marker'), '0', '0').catch(() => undefined);
    // Waiting with an unprocessed job would keep that job from starting, and its place from other workers that wait.
    return this.#unprocessed === 0 && this.#concurrency.begin(signal);
  }
}
