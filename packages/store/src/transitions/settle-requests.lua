-- settle-requests: ordered → kept | refused | possibly_paid; for `kept` also nothing → kept (recalled from a record, cost 0)
-- and intended → kept (its record turned up). Each settles once: the estimate it held is freed, its cost is counted.
-- Guard: fence; the batch is drawing.
-- KEYS: 1 story  2 lock   ARGV: 1 token  2 fence  3 batch  4 n, then per request:
--       id, outcome, cost (µ$), outcome (JSON), frames m, then per frame: panel, frame (JSON)
-- Returns {'settled'} | {'fenced'}. Events: panel.drawn for every frame.
if not owns(ARGV[1], ARGV[2]) then return { 'fenced' } end
local k = ARGV[3]
if redis.call('HGET', story .. ':batches', k .. '.status') ~= 'drawing' then return { 'fenced' } end
local requests, at = story .. ':requests', 5
for _ = 1, tonumber(ARGV[4]) do
  local id, outcome, cost, frames = ARGV[at], ARGV[at + 1], ARGV[at + 2], tonumber(ARGV[at + 4])
  local state = redis.call('HGET', requests, id .. '.state')
  local open = state == 'ordered' or (outcome == 'kept' and (state == 'intended' or not state))
  if open then
    if not state then
      redis.call('HSET', story .. ':batches', k .. '.requests', (redis.call('HGET', story .. ':batches', k .. '.requests') or '') .. ' ' .. id)
    end
    redis.call('HSET', requests, id .. '.state', outcome, id .. '.outcome', ARGV[at + 3])
    redis.call('HDEL', story .. ':open', id)
    if cost ~= '0' then redis.call('HINCRBY', story, outcome == 'possibly_paid' and 'possibly' or 'spent', cost) end
    for i = 1, frames do
      local panel, frame = ARGV[at + 3 + 2 * i], ARGV[at + 4 + 2 * i]
      redis.call('HSET', story .. ':kept', panel, frame)
      redis.call('HDEL', story .. ':failures', panel)
      emit('panel.drawn', '{"panel":' .. panel .. ',"batch":' .. k .. ',"frame":' .. frame .. '}')
    end
  end
  at = at + 5 + 2 * frames
end
return { 'settled' }
