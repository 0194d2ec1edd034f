-- read-limit: how much of a model's limit is used. A limit that was not used recently is forgotten, unless something waits, runs or is
-- blocked.
-- ARGV: 8 last use, as the index has it (ms)  9 how long "recently" is (ms)
-- Returns {ms until the bucket is empty, blocked (ms), requests in progress, turns and requests that wait, learned rate or '', first refusal
--   since anything passed (ms) or '', the vendor's words} | {} for a forgotten one.
drop_dead()
local under_way, waiting = redis.call('ZCARD', permits), redis.call('ZCARD', line) + redis.call('ZCARD', parked)
local block = blocked_for()
if tonumber(ARGV[8]) < now - tonumber(ARGV[9]) and block == 0 and under_way == 0 and waiting == 0 then
  redis.call('HDEL', index, model)
  return {}
end
local rate, learned = rate_now()
local p = redis.call('HMGET', pace, 'since', 'words')
return { math.ceil(math.max(tonumber(redis.call('GET', bucket) or '0') - now, 0)), block, under_way, waiting,
  learned and string.format('%.2f', rate) or '', p[1] or '', p[2] or '' }
