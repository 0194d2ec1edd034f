export {
  askLoading,
  inspectRedis,
  inspectState,
  type RedisFacts,
  type RedisLoading,
  type StateFacts,
} from './ask-redis.ts';
export { type BuildDashboardOptions, buildDashboard } from './build-dashboard.ts';
export { lockDataDir, prepareDataDir, type UpFacts } from './data-dir.ts';
export { dieWithParent } from './die-with-parent.ts';
export { findRedis, type RedisBinary } from './find-redis.ts';
export type { ProcessExit, ProcessLine, ProcessSpec, ReadyMessage } from './keep-process.ts';
export type { RunningRedis } from './keep-redis.ts';
export { LocalError } from './local-error.ts';
export type { FileLock, LockAttempt } from './lock-file.ts';
export { makeDir } from './make-dir.ts';
export { finalizerFlags, mallocSettings } from './malloc-settings.ts';
export { checkPort, freePort } from './ports.ts';
export type { Appendfsync } from './redis-process.ts';
export { type StartRedisOptions, startRedis } from './start-redis.ts';
export {
  type StopOptions,
  type SupervisedProcess,
  type SuperviseOptions,
  type Supervisor,
  superviseProcesses,
} from './supervise.ts';
export { type UnpackAsideOptions, unpackAside } from './unpack-aside.ts';
export { watchAncestors } from './watch-ancestors.ts';
