import {
  type JobKind,
  type JobQueue,
  type JobWorkerOptions,
  type OpenJobQueue,
  openJobQueue,
  startJobWorker,
} from './job-queue.ts';

/** Has a model adapt a script. In the queue `scripts`. */
export interface ScriptJob {
  readonly script: string;
}

const scripts: JobKind<ScriptJob> = { queue: 'scripts', name: 'adapt', idOf: ({ script }) => script };

export type ScriptQueue = JobQueue<ScriptJob>;
export const openScriptQueue = (options: OpenJobQueue): ScriptQueue => openJobQueue(scripts, options);

export const startScriptWorker = (options: JobWorkerOptions<ScriptJob>) => startJobWorker(scripts, options);
