-- save-vendor-ids: ordered requests learn the ids by which the vendor finds them again.
-- Guard: fence; each request is ordered.
-- KEYS: 1 story  2 lock   ARGV: 1 token  2 fence  3… request id, vendor id, …
-- Returns {'saved'} | {'fenced'}. Event: requests.changed.
if not owns(ARGV[1], ARGV[2]) then return { 'fenced' } end
local requests, fields, vendors = story .. ':requests', {}, {}
for i = 3, #ARGV, 2 do
  fields[#fields + 1] = ARGV[i] .. '.state'
  vendors[#vendors + 1] = ARGV[i] .. '.vendor'
  vendors[#vendors + 1] = ARGV[i + 1]
end
for _, state in ipairs(redis.call('HMGET', requests, unpack(fields))) do
  if state ~= 'ordered' then return { 'fenced' } end
end
redis.call('HSET', requests, unpack(vendors))
emit_requests(cjson.decode(redis.call('HGET', requests, ARGV[3] .. '.intent')).batch, 'ordered')
return { 'saved' }
