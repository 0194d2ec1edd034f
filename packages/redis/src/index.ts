export { openRedis } from './open-redis.ts';
export { openScript, type RunLua } from './open-script.ts';
