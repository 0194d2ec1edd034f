-- beat-worker: a process reports that it is alive and what it works on; long silent ones are removed.
-- KEYS: 1 workers (hash: id → JSON)  2 seen (sorted set: id by the time of its last beat)
-- ARGV: 1 id  2 JSON  3 how long a silent one is kept (ms)  4 the schema this process found when it started: a Redis that lost everything
--       gets it back
-- Returns {now (ms), by the one clock that all processes share}.
local at = now()
redis.call('SET', installation .. ':schema', ARGV[4], 'NX')
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[2], at, ARGV[1])
redis.call('PUBLISH', string.match(KEYS[1], '^(.*):workers$') .. ':operations', 'workers')
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', '(' .. int(tonumber(at) - tonumber(ARGV[3])))) do
  redis.call('HDEL', KEYS[1], gone)
  redis.call('ZREM', KEYS[2], gone)
end
return { at }
