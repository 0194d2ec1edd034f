-- order-script-call: a call to the model: nothing → ordered, written before it is sent.
-- Guard: fence; the script is being written; spent + possibly spent + open high estimates + this one stay within its budget; the tenant's day
-- has room for it. A script whose answer was lost is sent again.
-- KEYS: 1 script   ARGV: 1 fence  2 request id  3 key  4 intent (JSON)  5 body (JSON)  6 high estimate (µ$)
-- Returns {'ordered'} | {'fenced'} | {'cancelled'} | {'budget', budget, needed} | {'tenant', …} as `tenant_refuses` says.
local h = redis.call('HMGET', story, 'fence', 'status', 'budget', 'spent', 'possibly')
if h[2] == 'cancelled' then return { 'cancelled' } end
if h[1] ~= ARGV[1] or h[2] ~= 'writing' then return { 'fenced' } end
local requests, id = story .. ':requests', ARGV[2]
if redis.call('HEXISTS', requests, id .. '.state') == 1 then return { 'ordered' } end
if h[3] and h[3] ~= '' then
  local needed = tonumber(h[4]) + tonumber(h[5]) + tonumber(ARGV[6])
  for _, high in ipairs(redis.call('HVALS', story .. ':open')) do needed = needed + tonumber(high) end
  if needed > tonumber(h[3]) then return { 'budget', h[3], int(needed) } end
end
local refused = tenant_refuses(tonumber(ARGV[6]), 0)
if refused then return refused end
redis.call('HSET', requests, id .. '.state', 'ordered', id .. '.key', ARGV[3], id .. '.intent', ARGV[4], id .. '.body', ARGV[5],
  id .. '.day', int(today()), id .. '.orderedAt', now())
redis.call('HSET', story, 'updatedAt', now())
hold(id, ARGV[6])
emit_script_call(id, 'ordered')
return { 'ordered' }
