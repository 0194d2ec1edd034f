-- peek-turn: what the next turn of a story would draw with, before anything is claimed. Changes nothing.
-- KEYS: 1 story
-- Returns {'turn', provider, model, collects, method} | {'none'} | {'early', for how much longer (ms)}.
-- collects: 1 when the batch has requests at the vendor, or the story is cancelled: there is work even while nothing may be ordered.
local h = redis.call('HMGET', story, 'status', 'provider', 'spec')
if not is_drawing(h[1]) and h[1] ~= 'cancelled' then return { 'none' } end
local collects = h[1] == 'cancelled'
if not collects and rest_left() > 0 then return { 'early', rest_left() } end
local k = not collects and first_undrawn()
for id in k and request_ids(k) or function() end do
  local r = redis.call('HMGET', story .. ':requests', id .. '.state', id .. '.vendor', id .. '.findable')
  collects = collects or is_fetchable(r[1], r[2], r[3]) == true
end
local render = cjson.decode(h[3]).render
return { 'turn', h[2], render.model, collects and 1 or 0, render.method }
