-- submit-script: nothing → waiting.
-- Guard: there is none with this id; the tenant has no more unfinished ones than it may have.
-- KEYS: 1 script   ARGV: 1 tenant  2 most unfinished ones  3… field, value, … of its header
-- Event: script.status.
-- Returns {'submitted'} | {'exists'} | {'full', how many}.
if redis.call('EXISTS', story) == 1 then return { 'exists' } end
local index = root .. ':tenant:' .. ARGV[1] .. ':scripts'
local open = redis.call('SCARD', index .. ':open')
if open >= tonumber(ARGV[2]) then return { 'full', int(open) } end
redis.call('HSET', story, 'tenant', ARGV[1], 'status', 'waiting', 'fence', '0', 'spent', '0', 'possibly', '0', 'createdAt', now(), 'updatedAt', now(), unpack(ARGV, 3))
redis.call('ZADD', index, now(), story_id)
redis.call('SADD', index .. ':open', story_id)
redis.call('SADD', root .. ':open-scripts', story_id)
emit_script_status(nil, 'waiting')
return { 'submitted' }
