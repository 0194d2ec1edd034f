-- save-vendor-ids: ordered requests learn the ids by which the vendor finds them again.
-- Guard: fence; each request is ordered.
-- KEYS: 1 story  2 lock   ARGV: 1 token  2 fence  3… request id, vendor id, …
-- Returns {'saved'} | {'fenced'}.
if not owns(ARGV[1], ARGV[2]) then return { 'fenced' } end
local requests = story .. ':requests'
for i = 3, #ARGV, 2 do
  if redis.call('HGET', requests, ARGV[i] .. '.state') ~= 'ordered' then return { 'fenced' } end
end
for i = 3, #ARGV, 2 do redis.call('HSET', requests, ARGV[i] .. '.vendor', ARGV[i + 1]) end
return { 'saved' }
