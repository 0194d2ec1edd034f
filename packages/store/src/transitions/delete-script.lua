-- delete-script: a script goes with its draft and its events. What it cost stays counted; questions whose answers were lost stay under
-- <script>:left, which is kept like a script of its own, until a user has said of each whether it was paid.
-- Guard: it is over. A question that is still on its way is given up, as possibly paid.
-- KEYS: 1 script   ARGV: 1 its spec without anything of the user's but title and model (JSON)
-- Returns {'deleted'} | {'open', status} | {'gone'}.
local h = redis.call('HMGET', story, 'status', 'tenant', 'createdAt')
if not h[1] then return { 'gone' } end
if h[1] == 'waiting' or h[1] == 'writing' then return { 'open', h[1] } end
local index, requests, left = root .. ':tenant:' .. h[2] .. ':scripts', story .. ':requests', story .. ':left'
local known, changes = redis.call('HGETALL', requests), {}
local possibly, lost = 0, {}
for i = 1, #known, 2 do
  local id = string.match(known[i], '^(.*)%.state$')
  local state = known[i + 1]
  if id and (state == 'ordered' or state == 'possibly_paid') then
    local r = redis.call('HMGET', requests, id .. '.intent', id .. '.outcome')
    local outcome = r[2] and cjson.decode(r[2])
    if state == 'ordered' then
      outcome = { cost = cjson.decode(r[1]).estimate, code = 'deleted' }
      count_cost('possibly', int(outcome.cost), r[1], id, changes)
      redis.call('HINCRBY', index .. ':costs', 'possibly', int(outcome.cost))
      free_all({ id }, changes)
      redis.call('HSET', requests, id .. '.state', 'possibly_paid', id .. '.outcome', cjson.encode(outcome))
    end
    possibly = possibly + outcome.cost
    lost[#lost + 1] = id
  end
end
count_days(changes)
for _, id in ipairs(lost) do
  for _, part in ipairs({ 'state', 'key', 'intent', 'outcome', 'day', 'orderedAt' }) do
    local value = redis.call('HGET', requests, id .. '.' .. part)
    if value then redis.call('HSET', left .. ':requests', id .. '.' .. part, value) end
  end
end
if #lost > 0 then
  redis.call('HSET', left, 'tenant', h[2], 'status', 'deleted', 'spec', ARGV[1], 'createdAt', h[3], 'updatedAt', now())
  redis.call('HINCRBY', left, 'spent', 0)
  redis.call('HINCRBY', left, 'possibly', int(possibly))
  -- An earlier one of the same words may have been settled.
  redis.call('PERSIST', left)
  redis.call('PERSIST', left .. ':requests')
  redis.call('SADD', index .. ':left', story_id)
end
redis.call('DEL', story, requests, story .. ':open', story .. ':events')
redis.call('ZREM', index, story_id)
-- Wakes those who follow it, or the list.
redis.call('PUBLISH', story .. ':events', '')
redis.call('PUBLISH', root .. ':tenant:' .. h[2] .. ':changes', story_id)
return { 'deleted' }
