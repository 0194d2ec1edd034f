export { startTemporaryRedis, type TemporaryRedis } from './temporary-redis.ts';
