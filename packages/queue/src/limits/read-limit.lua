-- read-limit: how much of a model's limit is used. A limit that was not used recently is forgotten, unless something waits, runs or is
-- blocked.
-- ARGV: 7 last use, as the index has it (ms)  8 how long "recently" is (ms)
-- Returns {ms until the bucket is empty, blocked (ms), requests in progress, turns and requests that wait} | {} for a forgotten one.
redis.call('ZREMRANGEBYSCORE', held, '-inf', int(now))
local under_way, waiting = redis.call('ZCARD', held), redis.call('ZCARD', line) + redis.call('ZCARD', parked)
local block = blocked_for()
if tonumber(ARGV[7]) < now - tonumber(ARGV[8]) and block == 0 and under_way == 0 and waiting == 0 then
  redis.call('HDEL', index, model)
  return {}
end
return { math.ceil(math.max(tonumber(redis.call('GET', bucket) or '0') - now, 0)), block, under_way, waiting }
