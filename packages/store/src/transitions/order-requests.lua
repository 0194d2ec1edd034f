-- order-requests: intended → ordered, written before the call leaves, so that a crash between never looks like "not ordered".
-- Guard: fence; the story is not cancelled; each request is intended, or was ordered by this very turn: a script whose answer was lost with
-- the connection is sent again.
-- KEYS: 1 story  2 lock   ARGV: 1 token  2 fence  3… request id, body to be sent (JSON), '1' when its vendor can be asked what became of it
--       though its id is unknown, or reports that, …
-- Returns {'ordered'} | {'fenced'} | {'cancelled'}. Event: requests.changed.
if not owns(ARGV[1], ARGV[2]) then return { 'fenced' } end
if redis.call('HGET', story, 'status') == 'cancelled' then return { 'cancelled' } end
local requests, fields, ordered, bodies, at = story .. ':requests', {}, {}, {}, now()
for i = 3, #ARGV, 3 do
  bodies[#bodies + 1] = ARGV[i] .. '.body'
  bodies[#bodies + 1] = ARGV[i + 1]
  fields[#fields + 1] = ARGV[i] .. '.state'
  fields[#fields + 1] = ARGV[i] .. '.by'
  local o = #ordered
  ordered[o + 1], ordered[o + 2], ordered[o + 3] = ARGV[i] .. '.state', 'ordered', ARGV[i] .. '.by'
  ordered[o + 4], ordered[o + 5], ordered[o + 6] = ARGV[2], ARGV[i] .. '.orderedAt', at
  if ARGV[i + 2] == '1' then
    ordered[o + 7], ordered[o + 8] = ARGV[i] .. '.findable', '1'
    redis.call('SET', order_key(ARGV[i]), story_id, 'EX', found_for)
  end
end
local states = redis.call('HMGET', requests, unpack(fields))
for i = 1, #states, 2 do
  if states[i] ~= 'intended' and not (states[i] == 'ordered' and states[i + 1] == ARGV[2]) then return { 'fenced' } end
end
redis.call('HSET', requests, unpack(ordered))
redis.call('HSET', story .. ':orders', unpack(bodies))
emit_requests(cjson.decode(redis.call('HGET', requests, ARGV[3] .. '.intent')).batch, 'ordered')
watch_resting()
return { 'ordered' }
