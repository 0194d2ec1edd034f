-- claim-script: waiting | writing → writing, fence + 1: a process that had it before can write nothing more.
-- Guard: it is not over.
-- KEYS: 1 script   Returns {'claimed', fence} | {'over'} | {'gone'}.
local status = redis.call('HGET', story, 'status')
if not status then return { 'gone' } end
if status ~= 'waiting' and status ~= 'writing' then return { 'over' } end
local fence = redis.call('HINCRBY', story, 'fence', 1)
redis.call('HSET', story, 'status', 'writing', 'updatedAt', now())
redis.call('HDEL', story, 'reason', 'code', 'retryAt')
if status ~= 'writing' then emit_script_status(status, 'writing') end
return { 'claimed', int(fence) }
