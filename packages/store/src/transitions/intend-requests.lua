-- intend-requests: requests of a batch: nothing → intended.
-- Guard: fence; the batch is drawing; the story is not cancelled; the provider is not paused; spent + possibly spent + open high
-- estimates + these stay within the budget.
-- KEYS: 1 story  2 lock   ARGV: 1 token  2 fence  3 batch  4 n, then per request: id, intent (JSON), high estimate (µ$)
-- Returns {'intended'} | {'fenced'} | {'cancelled'} | {'provider_paused', reason} | {'budget', budget, needed (µ$)}.
if not owns(ARGV[1], ARGV[2]) then return { 'fenced' } end
local k = ARGV[3]
if redis.call('HGET', story .. ':batches', k .. '.status') ~= 'drawing' then return { 'fenced' } end
local h = redis.call('HMGET', story, 'status', 'provider', 'budget', 'spent', 'possibly')
if h[1] == 'cancelled' then return { 'cancelled' } end
local paused = redis.call('HGET', root .. ':provider:' .. h[2], 'paused')
if paused then return { 'provider_paused', paused } end
if h[3] and h[3] ~= '' then
  local needed = tonumber(h[4]) + tonumber(h[5])
  for _, high in ipairs(redis.call('HVALS', story .. ':open')) do needed = needed + tonumber(high) end
  for i = 1, tonumber(ARGV[4]) do needed = needed + tonumber(ARGV[4 + 3 * i]) end
  if needed > tonumber(h[3]) then return { 'budget', h[3], int(needed) } end
end
local ids = redis.call('HGET', story .. ':batches', k .. '.requests') or ''
for i = 1, tonumber(ARGV[4]) do
  local id = ARGV[2 + 3 * i]
  -- A script whose answer was lost with the connection is sent again; what it wrote stays as it is.
  if not redis.call('HGET', story .. ':requests', id .. '.state') then
    redis.call('HSET', story .. ':requests', id .. '.state', 'intended', id .. '.intent', ARGV[3 + 3 * i])
    redis.call('HSET', story .. ':open', id, ARGV[4 + 3 * i])
    ids = ids .. ' ' .. id
  end
end
redis.call('HSET', story .. ':batches', k .. '.requests', ids)
return { 'intended' }
