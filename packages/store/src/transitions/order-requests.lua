-- order-requests: intended → ordered, written before the call leaves, so that a crash between never looks like "not ordered".
-- Guard: fence; the story is not cancelled; each request is intended.
-- KEYS: 1 story  2 lock   ARGV: 1 token  2 fence  3… request ids
-- Returns {'ordered'} | {'fenced'} | {'cancelled'}.
if not owns(ARGV[1], ARGV[2]) then return { 'fenced' } end
if redis.call('HGET', story, 'status') == 'cancelled' then return { 'cancelled' } end
local requests = story .. ':requests'
for i = 3, #ARGV do
  if redis.call('HGET', requests, ARGV[i] .. '.state') ~= 'intended' then return { 'fenced' } end
end
for i = 3, #ARGV do redis.call('HSET', requests, ARGV[i] .. '.state', 'ordered') end
return { 'ordered' }
