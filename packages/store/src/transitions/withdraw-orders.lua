-- withdraw-orders: ordered → intended: what was about to be sent is not sent, because too few replicas have it.
-- Guard: fence; each request was ordered by this turn and has no vendor id.
-- KEYS: 1 story  2 lock   ARGV: 1 token  2 fence  3… request id
-- Returns {'withdrawn'} | {'fenced'}. Event: requests.changed.
if not owns(ARGV[1], ARGV[2]) then return { 'fenced' } end
local requests, fields, back, gone = story .. ':requests', {}, {}, {}
for i = 3, #ARGV do
  local n = #fields
  fields[n + 1], fields[n + 2], fields[n + 3] = ARGV[i] .. '.state', ARGV[i] .. '.by', ARGV[i] .. '.vendor'
  back[#back + 1], back[#back + 2] = ARGV[i] .. '.state', 'intended'
  gone[#gone + 1], gone[#gone + 2], gone[#gone + 3] = ARGV[i] .. '.by', ARGV[i] .. '.orderedAt', ARGV[i] .. '.findable'
end
local found = redis.call('HMGET', requests, unpack(fields))
for i = 1, #found, 3 do
  if found[i] ~= 'ordered' or found[i + 1] ~= ARGV[2] or found[i + 2] then return { 'fenced' } end
end
redis.call('HSET', requests, unpack(back))
redis.call('HDEL', requests, unpack(gone))
emit_requests(cjson.decode(redis.call('HGET', requests, ARGV[3] .. '.intent')).batch, 'intended')
return { 'withdrawn' }
