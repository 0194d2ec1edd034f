-- settle-requests: ordered → kept | refused | possibly_paid; for `kept` also nothing → kept (recalled from a record, cost 0)
-- and intended → kept (its record turned up). Each settles once: the estimate it held is freed, its cost is counted.
-- Guard: fence; the batch is drawing, or the turn only collects it.
-- KEYS: 1 story  2 lock   ARGV: 1 token  2 fence  3 batch  4 n, then per request:
--       id, key, outcome, cost (µ$), outcome (JSON), frames m, then per frame: panel, target, frame (JSON); target '' for a frame that answers an
--       older revision of its panel: it is paid, so it becomes a take, and is not selected; then for each picture that frames name: its id, what it
--       is (JSON), see `story:pictures`
-- Returns {'settled'} | {'fenced'}. Events: panel.drawn or take.added for every frame, requests.changed; story.waiting and
-- provider.up, when the story had waited.
if not owns(ARGV[1], ARGV[2]) then return { 'fenced' } end
local k = ARGV[3]
local collects = redis.call('HGET', story, 'collecting') == k
if not collects and redis.call('HGET', story .. ':batches', k .. '.status') ~= 'drawing' then return { 'fenced' } end
local requests, batches, at = story .. ':requests', story .. ':batches', 5
local entries, ids, targets = {}, {}, {}
for i = 1, tonumber(ARGV[4]) do
  entries[i] = at
  ids[i] = ARGV[at]
  for f = 1, tonumber(ARGV[at + 5]) do targets[#targets + 1] = ARGV[at + 4 + 3 * f] end
  at = at + 6 + 3 * tonumber(ARGV[at + 5])
end
for i = at, #ARGV, 2 do redis.call('HSET', story .. ':pictures', ARGV[i], ARGV[i + 1]) end
local states = states_of(ids)
-- The newest frame of each target.
local newest = {}
for i, frame in ipairs(#targets > 0 and redis.call('HMGET', story .. ':kept', unpack(targets)) or {}) do newest[targets[i]] = frame end
-- A story may be changed while a turn only collects: what no longer answers its panel becomes a take.
local function is_asked(id, panel, target)
  if newest[target] or redis.call('HGET', story .. ':batches', k .. '.status') == 'drawn' then return false end
  local redraws, art = redis.call('HGET', story .. ':redraws', panel), tonumber(redis.call('HGET', story .. ':art', panel) or '0')
  local redraw = (redraws and cjson.decode(redraws).redraw or 0) + tonumber(string.match(target, '%+(%d+)$') or '0')
  local intent = redis.call('HGET', requests, id .. '.intent')
  for _, f in ipairs(intent and decode_intent(intent).frames or {}) do
    if f.slot == target then return f.art == art and f.redraw == redraw end
  end
  return false
end
local settled, closed, kept, panels, changes, recalled, time = {}, {}, {}, {}, {}, '', now()
local seen, ref = {}, batch_ref(k)
for i, e in ipairs(entries) do
  local id, outcome, cost, state = ARGV[e], ARGV[e + 2], ARGV[e + 3], states[i]
  local open = state == 'ordered' or (outcome == 'kept' and (state == 'intended' or not state))
  if open and not seen[id] then
    seen[id] = true
    if not state then recalled = recalled .. ' ' .. id end
    local s = #settled
    settled[s + 1], settled[s + 2], settled[s + 3], settled[s + 4] = id .. '.state', outcome, id .. '.outcome', ARGV[e + 4]
    settled[s + 5], settled[s + 6], settled[s + 7], settled[s + 8] = id .. '.settledAt', time, id .. '.key', ARGV[e + 1]
    closed[#closed + 1] = id
    if cost ~= '0' then
      count_cost(outcome == 'possibly_paid' and 'possibly' or 'spent', cost, redis.call('HGET', requests, id .. '.intent'), id, changes)
      if outcome == 'refused' then changes[#changes + 1] = { id, 'wasted', cost } end
    elseif outcome == 'refused' then
      local intent = decode_intent(redis.call('HGET', requests, id .. '.intent'))
      if intent then changes[#changes + 1] = { id, 'images', 0 - pictures_of(intent) } end
    end
    for f = 1, tonumber(ARGV[e + 5]) do
      local panel, target, frame = ARGV[e + 3 + 3 * f], ARGV[e + 4 + 3 * f], ARGV[e + 5 + 3 * f]
      if target == '' or (collects and not is_asked(id, panel, target)) then
        -- Takes are numbered in the order in which they were drawn: what the panel has so far, committed or not, comes before a corrective retake.
        local current = newest[panel] or redis.call('HGET', story .. ':kept', panel)
        if current then keep_take(panel, current) end
        local take = keep_take(panel, frame)
        emit('take.added', '{' .. panel_ref(panel) .. ',"take":' .. take .. ',"source":"drawn",' .. frame_ref(frame) .. '}')
      else
        local replaced = newest[target]
        -- It was paid, too.
        if replaced and replaced ~= frame then keep_take(panel, replaced) end
        newest[target] = frame
        kept[#kept + 1] = target
        kept[#kept + 1] = frame
        panels[#panels + 1] = panel
        emit('panel.drawn', '{' .. panel_ref(panel) .. ',"slot":"' .. target .. '",' .. ref .. ',' .. frame_ref(frame) .. '}')
      end
    end
  end
end
if #closed > 0 then
  redis.call('HSET', requests, unpack(settled))
  free_all(closed, changes)
  count_days(changes)
  for i = 1, #settled, 8 do
    -- What became of it is certain: no report about it matters any more, but its vendor may still send one.
    if settled[i + 1] ~= 'possibly_paid' then redis.call('SET', order_key(closed[(i + 7) / 8]), '', 'XX', 'EX', reported_for) end
  end
  emit_requests(k, 'settled')
  if recalled ~= '' then redis.call('HSET', batches, k .. '.requests', (redis.call('HGET', batches, k .. '.requests') or '') .. recalled) end
end
if #kept > 0 then
  go_on()
  redis.call('HSET', story .. ':kept', unpack(kept))
  -- The failures of a story that rests stay until it is resumed.
  if not collects then redis.call('HDEL', story .. ':failures', unpack(panels)) end
end
watch_resting()
return { 'settled' }
