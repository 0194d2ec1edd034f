export { buildDashboard, freePort } from '@nextpanel/local';
export { startProcess, type TestProcess } from './start-process.ts';
export { startProxy, type TestProxy } from './start-proxy.ts';
export { type App, startSystem, type TestSystem } from './start-system.ts';
export { startTemporaryRedis, type TemporaryRedis } from './temporary-redis.ts';
