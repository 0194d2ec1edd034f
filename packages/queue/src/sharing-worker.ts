import { type Job, type Processor, Worker, type WorkerOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import type { SharedConcurrency } from './shared-concurrency.ts';

/**
 * A BullMQ worker that shares its concurrency with other workers of its process: it takes a job only when a turn may begin, and
 * the turn counts until the job is moved on. BullMQ's own `concurrency` is per worker, and there is one worker for each queue.
 */
export class SharingWorker<Data> extends Worker<Data> {
  readonly #redis: Redis;
  readonly #concurrency: SharedConcurrency;
  readonly #stopTaking = new AbortController();
  /** Jobs that are taken and not processed yet: BullMQ processes them once it has stopped asking for more. */
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
      // BullMQ would fetch the next job with the end of this one, which is out of turn: others of this process may wait.
      return await super.processJob(job, token, () => false);
    } finally {
      this.#concurrency.end();
    }
  }

  /** Takes nothing from now on; it is not resumed. */
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
    // We were woken by the queue's marker, which is gone with that: another process may have room for the job.
    await this.#redis.zadd(this.toKey('marker'), '0', '0').catch(() => undefined);
    // Waiting with a job in hand would keep that one from beginning, and its room from whoever waits elsewhere.
    return this.#unprocessed === 0 && this.#concurrency.begin(signal);
  }
}
