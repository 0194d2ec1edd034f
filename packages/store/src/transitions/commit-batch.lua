-- commit-batch: drawing → drawn. Kept frames become takes and are selected; the last batch moves the story on to composing;
-- an approval gate, or what checks found in its frames, stops it. Sheets that show a frame that changed are made again; with a cascade so are later frames that were drawn
-- from one that changed. A request that is no longer wanted is marked possibly paid when no vendor can be asked about it; otherwise a later
-- turn collects it.
-- Guard: fence; the batch is drawing; every panel has a kept frame.
-- KEYS: 1 story  2 lock   ARGV: 1 token  2 fence  3 batch  4 reference (JSON or '')  5 provider's part of the time (ms)
--       6 failure (JSON) that stops the story after this batch, or ''
-- Returns {'committed', 'more' | 'composing' | 'rest'} | {'fenced'} | {'incomplete', panel}. Events: batch.drawn, story.status.
if not owns(ARGV[1], ARGV[2]) then return { 'fenced' } end
local k, batches = ARGV[3], story .. ':batches'
local b = redis.call('HMGET', batches, k .. '.status', k .. '.cascade', k .. '.pinned', k .. '.anchor', k .. '.from')
if b[1] ~= 'drawing' then return { 'fenced' } end
local panels = panels_of(k)
local kept = redis.call('HMGET', story .. ':kept', unpack(panels))
for i, n in ipairs(panels) do
  if not kept[i] then return { 'incomplete', n } end
end
local before = redis.call('HMGET', story .. ':selected', unpack(panels))
local redraws = redis.call('HMGET', story .. ':redraws', unpack(panels))
local counts = {}
for i, n in ipairs(panels) do counts[i] = n .. '.count' end
counts = redis.call('HMGET', story .. ':takes', unpack(counts))
local takes, selected = {}, {}
for i, n in ipairs(panels) do
  -- A frame carried over from the take already selected is that take, not a new one.
  if before[i] ~= kept[i] then
    -- The first one stands in `selected` alone.
    if counts[i] or before[i] then
      local t = keep_take(n, kept[i])
      drop_sheet(n)
      takes[#takes + 1], takes[#takes + 2] = n .. '.selected', t
    end
    selected[#selected + 1] = n
    selected[#selected + 1] = kept[i]
  end
end
if #takes > 0 then redis.call('HSET', story .. ':takes', unpack(takes)) end
if #selected > 0 then redis.call('HSET', story .. ':selected', unpack(selected)) end
for i, n in ipairs(panels) do
  if redraws[i] then
    -- An edit may have changed its words, too, whatever picture came of it.
    drop_sheet(n)
    for take = 1, cjson.decode(redraws[i]).count - 1 do
      local frame = redis.call('HGET', story .. ':kept', n .. '+' .. take)
      if frame then keep_take(n, frame) end
      redis.call('HDEL', story .. ':kept', n .. '+' .. take)
    end
  end
end
redis.call('HDEL', story .. ':kept', unpack(panels))
redis.call('HDEL', story .. ':redraws', unpack(panels))
redis.call('HDEL', story .. ':stays', unpack(panels))
drop_intended(k)
give_up_ordered(k, 'superseded', true)
drop_orders(k)
fold_kept(k)
redis.call('HSET', batches, k .. '.status', 'drawn', k .. '.reference', ARGV[4])
redis.call('HDEL', batches, k .. '.tries', k .. '.strikes', k .. '.pinned', k .. '.anchor', k .. '.from', k .. '.before', k .. '.cascade')
go_on()
end_attempt(k, 'drawn', '', ARGV[5])
emit('batch.drawn', '{' .. batch_ref(k) .. ',' .. panels_ref(panels) .. '}')
if b[2] then
  local place = place_of(k)
  local anchor, reference = frames_followed_by(k)
  -- Its reference frames were changed while it was drawn: it follows, too.
  local behind = b[3] and place > 1 and (b[4] ~= anchor or b[5] ~= reference)
  cascade_from(behind and place or place + 1)
end
local status = redis.call('HGET', story, 'status')
watch_fetch()
if not is_drawing(status) then
  touch()
  return { 'committed', 'rest' }
end
if ARGV[6] ~= '' then
  redis.call('HSET', story .. ':failures', '*', ARGV[6])
  set_status('needs_attention', cjson.decode(ARGV[6]).code)
  return { 'committed', 'rest' }
end
local undrawn, next_place = first_undrawn()
if not undrawn then
  -- Only catalogue entries are left, unless something may still be fetched or reported.
  if redis.call('HEXISTS', story, 'keepsOrders') == 0 then redis.call('DEL', story .. ':orders') end
  set_status(working_status())
  return { 'committed', 'composing' }
end
if waits_for_approval(next_place) then
  set_status('needs_attention', 'approval')
  return { 'committed', 'rest' }
end
touch()
return { 'committed', 'more' }
