-- order-requests: intended → ordered, written before the call leaves, so that a crash between never looks like "not ordered".
-- Guard: fence; the story is not cancelled; each request is intended.
-- KEYS: 1 story  2 lock   ARGV: 1 token  2 fence  3… request ids
-- Returns {'ordered'} | {'fenced'} | {'cancelled'}.
if not owns(ARGV[1], ARGV[2]) then return { 'fenced' } end
if redis.call('HGET', story, 'status') == 'cancelled' then return { 'cancelled' } end
local requests, fields, ordered = story .. ':requests', {}, {}
for i = 3, #ARGV do
  fields[#fields + 1] = ARGV[i] .. '.state'
  ordered[#ordered + 1] = ARGV[i] .. '.state'
  ordered[#ordered + 1] = 'ordered'
end
for _, state in ipairs(redis.call('HMGET', requests, unpack(fields))) do
  if state ~= 'intended' then return { 'fenced' } end
end
redis.call('HSET', requests, unpack(ordered))
return { 'ordered' }
