export { buildDashboard, freePort } from '@nextpanel/local';
export { copyWorkspace, type WorkspaceCopy } from './copy-workspace.ts';
export { type RedisSet, startCluster, startSentinels } from './redis-nodes.ts';
export { startObjectStore, type TestObjectStore } from './start-object-store.ts';
export { startProcess, type TestProcess } from './start-process.ts';
export { startProxy, type TestProxy } from './start-proxy.ts';
export { type App, type SystemPlace, startSystem, type TestSystem } from './start-system.ts';
export { startTemporaryRedis, type TemporaryRedis } from './temporary-redis.ts';
