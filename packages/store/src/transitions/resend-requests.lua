-- resend-requests: ordered → ordered: requests that the vendor was asked about and does not have are about to be sent once more, with the
-- stored bodies. An id by which it had them is forgotten: what it stood for is over and drew nothing.
-- Guard: fence; the story is not cancelled; each request is ordered.
-- KEYS: 1 story  2 lock   ARGV: 1 token  2 fence  3… request id
-- Returns {'ordered'} | {'fenced'} | {'cancelled'}. Event: requests.changed.
if not owns(ARGV[1], ARGV[2]) then return { 'fenced' } end
if redis.call('HGET', story, 'status') == 'cancelled' then return { 'cancelled' } end
local requests, states, times, ids, at = story .. ':requests', {}, {}, {}, now()
for i = 3, #ARGV do
  states[#states + 1] = ARGV[i] .. '.state'
  ids[#ids + 1] = ARGV[i] .. '.vendor'
  times[#times + 1] = ARGV[i] .. '.sentAgainAt'
  times[#times + 1] = at
end
for _, state in ipairs(redis.call('HMGET', requests, unpack(states))) do
  if state ~= 'ordered' then return { 'fenced' } end
end
redis.call('HSET', requests, unpack(times))
redis.call('HDEL', requests, unpack(ids))
emit_requests(cjson.decode(redis.call('HGET', requests, ARGV[3] .. '.intent')).batch, 'ordered')
return { 'ordered' }
