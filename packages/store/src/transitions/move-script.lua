-- move-script: from one status to another, with fields of its header. When it is over it goes after thirty days,
-- unless something of what it cost is uncertain; what it cost stays counted.
-- Guard: the fence, unless a user asks for it; it has one of the statuses it may come from.
-- KEYS: 1 script   ARGV: 1 fence, '' for a user  2 statuses it may have, divided by spaces  3 new status  4… field, value, …
-- Returns {'moved'} | {'invalid', status} | {'fenced'} | {'gone'}.
local h = redis.call('HMGET', story, 'status', 'fence', 'tenant')
if not h[1] then return { 'gone' } end
if ARGV[1] ~= '' and h[2] ~= ARGV[1] then return { 'fenced' } end
if not string.find(' ' .. ARGV[2] .. ' ', ' ' .. h[1] .. ' ', 1, true) then return { 'invalid', h[1] } end
redis.call('HDEL', story, 'reason', 'code', 'retryAt')
redis.call('HSET', story, 'status', ARGV[3], 'updatedAt', now(), unpack(ARGV, 4))
local moved = redis.call('HMGET', story, 'reason', 'code', 'retryAt', 'progress')
if ARGV[3] ~= h[1] then emit_script_status(h[1], ARGV[3], moved[1], moved[2], moved[3])
elseif moved[4] then emit('script.progress', moved[4]) end
local is_over = ARGV[3] ~= 'waiting' and ARGV[3] ~= 'writing'
for _, open in ipairs({ root .. ':tenant:' .. h[3] .. ':scripts:open', root .. ':open-scripts' }) do redis.call(is_over and 'SREM' or 'SADD', open, story_id) end
if is_over and redis.call('HGET', story, 'possibly') == '0' then expire_script() else keep_script() end
return { 'moved' }
