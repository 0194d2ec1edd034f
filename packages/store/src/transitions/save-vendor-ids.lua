-- save-vendor-ids: ordered requests learn the ids by which the vendor finds them again.
-- Guard: fence; each request is ordered. An id that was found by looking must not answer another request already, of whatever story.
-- KEYS: 1 story  2 lock   ARGV: 1 token  2 fence  3 '1' when they were found by looking  4… request id, vendor id, …
-- Returns {'saved'} | {'fenced'} | {'taken'}: another request has the id. Event: requests.changed.
if not owns(ARGV[1], ARGV[2]) then return { 'fenced' } end
local requests, fields, vendors = story .. ':requests', {}, {}
for i = 4, #ARGV, 2 do
  fields[#fields + 1] = ARGV[i] .. '.state'
  vendors[#vendors + 1] = ARGV[i] .. '.vendor'
  vendors[#vendors + 1] = ARGV[i + 1]
end
for _, state in ipairs(redis.call('HMGET', requests, unpack(fields))) do
  if state ~= 'ordered' then return { 'fenced' } end
end
for i = 4, #ARGV, 2 do
  local owner, mine = redis.call('GET', taken_key(ARGV[i + 1])), story_id .. ' ' .. ARGV[i]
  if ARGV[3] == '1' and owner and owner ~= mine then return { 'taken' } end
  redis.call('SET', taken_key(ARGV[i + 1]), mine, 'EX', taken_for)
end
redis.call('HSET', requests, unpack(vendors))
emit_requests(cjson.decode(redis.call('HGET', requests, ARGV[4] .. '.intent')).batch, 'ordered')
watch_resting()
return { 'saved' }
