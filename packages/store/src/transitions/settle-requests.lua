-- settle-requests: ordered → kept | refused | possibly_paid; for `kept` also nothing → kept (recalled from a record, cost 0)
-- and intended → kept (its record turned up). Each settles once: the estimate it held is freed, its cost is counted.
-- Guard: fence; the batch is drawing.
-- KEYS: 1 story  2 lock   ARGV: 1 token  2 fence  3 batch  4 n, then per request:
--       id, outcome, cost (µ$), outcome (JSON), frames m, then per frame: slot, frame (JSON)
-- Returns {'settled'} | {'fenced'}. Events: panel.drawn for every frame.
if not owns(ARGV[1], ARGV[2]) then return { 'fenced' } end
local k = ARGV[3]
if redis.call('HGET', story .. ':batches', k .. '.status') ~= 'drawing' then return { 'fenced' } end
local requests, batches, at = story .. ':requests', story .. ':batches', 5
local entries, fields = {}, {}
for i = 1, tonumber(ARGV[4]) do
  entries[i] = at
  fields[i] = ARGV[at] .. '.state'
  at = at + 5 + 2 * tonumber(ARGV[at + 4])
end
local states = redis.call('HMGET', requests, unpack(fields))
local settled, closed, kept, panels, recalled, time = {}, {}, {}, {}, '', now()
local seen, newest = {}, {}
for i, e in ipairs(entries) do
  local id, outcome, cost, state = ARGV[e], ARGV[e + 1], ARGV[e + 2], states[i]
  local open = state == 'ordered' or (outcome == 'kept' and (state == 'intended' or not state))
  if open and not seen[id] then
    seen[id] = true
    if not state then recalled = recalled .. ' ' .. id end
    local s = #settled
    settled[s + 1], settled[s + 2], settled[s + 3], settled[s + 4] = id .. '.state', outcome, id .. '.outcome', ARGV[e + 3]
    settled[s + 5], settled[s + 6] = id .. '.settledAt', time
    closed[#closed + 1] = id
    if cost ~= '0' then redis.call('HINCRBY', story, outcome == 'possibly_paid' and 'possibly' or 'spent', cost) end
    for f = 1, tonumber(ARGV[e + 4]) do
      local slot, frame = ARGV[e + 3 + 2 * f], ARGV[e + 4 + 2 * f]
      local panel = string.match(slot, '^[^+]+')
      local replaced = newest[slot] or redis.call('HGET', story .. ':kept', slot)
      -- It was paid, too.
      if replaced and replaced ~= frame then keep_take(panel, replaced) end
      newest[slot] = frame
      kept[#kept + 1] = slot
      kept[#kept + 1] = frame
      panels[#panels + 1] = panel
      emit('panel.drawn', '{' .. panel_ref(panel) .. ',"slot":"' .. slot .. '",' .. batch_ref(k) .. ',"frame":' .. frame .. '}')
    end
  end
end
if #closed > 0 then
  redis.call('HSET', requests, unpack(settled))
  redis.call('HDEL', story .. ':open', unpack(closed))
  if recalled ~= '' then redis.call('HSET', batches, k .. '.requests', (redis.call('HGET', batches, k .. '.requests') or '') .. recalled) end
end
if #kept > 0 then
  redis.call('HSET', story .. ':kept', unpack(kept))
  redis.call('HDEL', story .. ':failures', unpack(panels))
end
return { 'settled' }
