export { connectQueue, type QueueConnection } from './connect.ts';
export type { ComposeJob, DrawJob, FinalizeJob } from './jobs.ts';
export { type LimitLevel, type ModelLimits, openModelLimits } from './model-limits.ts';
export { type BoardQueue, openQueues, type QueueDepth, type Queues } from './open-queues.ts';
export { openConcurrency, type SharedConcurrency } from './shared-concurrency.ts';
export { type QueueTurn, type RunningWorker, startDrawWorker, type TurnOutcome } from './start-draw-worker.ts';
export { startFinalizeWorker } from './start-finalize-worker.ts';
