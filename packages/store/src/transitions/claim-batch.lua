-- claim-batch: the first batch that is not drawn, plates first: waiting → drawing; story: → plates or drawing. Fence + 1. Or, to collect only, a batch of which
-- something is still at a vendor: its status stays. That is all that is claimed of a story that rests (paused, cancelled, needs attention,
-- being composed, completed) or whose provider is paused, unless for its key; and it comes first where the batch is drawn already.
-- Guard: the lock is ours; the story is queued, plates or drawing, or something of it can be fetched. A batch found drawing was left by a turn that
-- died: its attempt is closed as crashed, and after too many deaths without a kept frame the batch fails and the story needs attention. After
-- too many deaths while collecting, the batch is left alone until the story is resumed; of a cancelled story it is given up. While the provider
-- is paused nothing is drawn; the story says once that it waits for that.
-- What was intended and never ordered is forgotten: the inputs may have changed since. The attempt of a suspended turn continues: it gets
-- neither a number of its own nor an event; that of another batch ends. A turn that only collects has none.
-- KEYS: 1 story  2 lock   ARGV: 1 token  2 strikes allowed  3 provider whose queue the job was in
-- Returns {'lost'} | {'behind', schema of the installation} | {'gone'} | {'rest', status} | {'provider_paused'} | {'early', for how much longer (ms)}
--       | {'claimed', fence, batch, place, panels[], numbers[], attempt, tries, spec, PanelSpec[], kept[], anchor, reference, requests[], tenant,
--          redraws[], further[], carried[], cascade, stays[], cancelled, art[], now (ms), reference panel, its number,
--          first panel of the chain, 'drawn' | 'undrawn' when the turn only collects, when a user last resumed the story (ms),
--          1 when a turn that died had left the batch}
--         with '' where there is none; place: the batch's place in the chain; numbers: 0 of a removed panel;
--         requests as id, state, vendor id, key, intent, ordered at, answer lost at, outcome, settled at, id, …; further as target, frame or '', target, …;
--         carried: 1 where the kept frame is the selected one of a batch that was drawn before;
--         stays: 1 where it is not to be drawn again in a cascade; cancelled: 1 or 0; art: the panels' art revisions.
-- Events: story.status, story.waiting, batch.started, batch.released, batch.failed, requests.changed, provider.paused.
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return { 'lost' } end
if is_behind() then return { 'behind', schema } end
local status = redis.call('HGET', story, 'status')
if not status then return { 'gone' } end
local provider = redis.call('HGET', story, 'provider')
local batches, draws = story .. ':batches', is_drawing(status)
-- The turn before this one is over, whether it said so or not.
local died = redis.call('HGET', story, 'collecting')
if died then
  redis.call('HDEL', story, 'collecting')
  if redis.call('HINCRBY', batches, died .. '.deaths', 1) >= deaths_allowed and status == 'cancelled' then give_up_ordered(died, 'cancelled') end
end
if not draws then close_resting() end
-- The story moved to another provider: it has a job in that one's queue.
if provider ~= ARGV[3] then
  watch_fetch()
  return { 'rest', status }
end
local paused = redis.call('HGET', root .. ':provider:' .. provider, 'paused')
-- Collecting needs the key, and nothing else that a provider is paused for. The reason begins with the code of the error.
local code = paused and string.match(paused, '^([%l_]+): ')
local may_ask = code ~= 'wrong_credentials' and code ~= 'forbidden'
local k, later
if may_ask then k, later = first_to_fetch(draws and not paused) end
local collects = k ~= nil
if not draws and not k then
  watch_fetch()
  if not may_ask then return { 'provider_paused' } end
  if later then return { 'early', later } end
  return { 'rest', status }
end
-- The alarm went off early: a clock is wrong, or the story was looked at before its time.
if not collects and rest_left() > 0 then return { 'early', rest_left() } end
if paused and not collects then
  wait_for('provider_paused', cjson.encode({ detail = paused }))
  return { 'provider_paused' }
end
k = k or first_undrawn()
if not k then
  set_status(working_status())
  return { 'rest', 'composing' }
end
local place = place_of(k)
-- It came past its gate while it was paused, or before it was there.
if not collects and waits_for_approval(place) and not is_plates(k) then
  set_status('needs_attention', 'approval')
  return { 'rest', 'needs_attention' }
end
if not collects then rest_for(0) end
local fence = redis.call('HINCRBY', story, 'fence', 1)
local b = redis.call('HMGET', batches, k .. '.status', k .. '.strikes', k .. '.keptAtStart', k .. '.tries', k .. '.pinned', k .. '.anchor',
  k .. '.from', k .. '.cascade', k .. '.suspended', k .. '.before')
for _, j in ipairs(every_batch()) do
  local other = j == k and {} or redis.call('HMGET', batches, j .. '.status', j .. '.suspended')
  -- Left by a turn that died, before a user had an earlier batch drawn again.
  if other[1] == 'drawing' then
    redis.call('HSET', batches, j .. '.status', 'waiting')
    end_attempt(j, 'crashed')
  elseif other[2] and not collects then
    -- Suspended, before a user had an earlier batch drawn again: it will follow from other frames, in another attempt.
    release_suspended(j, 'frames_changed')
  end
end
local panels = panels_of(k)
local kept = redis.call('HMGET', story .. ':kept', unpack(panels))
local kept_count = 0
for i = 1, #panels do
  if kept[i] then kept_count = kept_count + 1 else kept[i] = '' end
end
if b[1] == 'drawing' and collects then
  redis.call('HSET', batches, k .. '.status', 'waiting')
  end_attempt(k, 'crashed')
elseif b[1] == 'drawing' then
  local strikes = kept_count > tonumber(b[3] or '0') and 0 or tonumber(b[2] or '0') + 1
  end_attempt(k, 'crashed')
  redis.call('HSET', batches, k .. '.strikes', strikes)
  if strikes >= tonumber(ARGV[2]) then
    redis.call('HSET', batches, k .. '.status', 'failed')
    redis.call('HSET', story .. ':failures', '*', cjson.encode({ code = 'crash_loop',
      detail = 'the process drawing this batch died ' .. strikes .. ' times in a row; look at the logs, then resume' }))
    emit('batch.failed', '{' .. batch_ref(k) .. ',"code":"crash_loop"}')
    set_status('needs_attention', 'crash_loop')
    return { 'rest', 'needs_attention' }
  end
end
local requests, ordered = {}, false
for id in string.gmatch(collects and (redis.call('HGET', batches, k .. '.requests') or '') or drop_intended(k), '%S+') do
  local r = request_fields(id)
  if r and r[1] == 'ordered' then ordered = true end
  if r then
    requests[#requests + 1] = id
    for i = 1, 8 do requests[#requests + 1] = r[i] end
  end
end
local continues, at = not collects and b[1] == 'waiting' and b[9], now()
local attempt = tonumber(redis.call('HGET', batches, k .. '.attempts') or '0')
if collects then
  redis.call('HSET', story, 'collecting', k)
else
  redis.call('HSET', batches, k .. '.status', 'drawing', k .. '.keptAtStart', kept_count)
  if continues then
    redis.call('HDEL', batches, k .. '.suspended')
  else
    attempt = redis.call('HINCRBY', batches, k .. '.attempts', 1)
    redis.call('HSET', story .. ':attempts', k .. '.' .. attempt .. '.start',
      '{"at":' .. at .. ',"fence":' .. fence .. ',"waited":' .. int(math.max(0, at - tonumber(redis.call('HGET', story, 'ready') or at))) .. '}')
  end
  local wanted = is_plates(k) and 'plates' or 'drawing'
  if status ~= wanted then set_status(wanted) end
  -- For a suspended turn the event came when the attempt began.
  if not continues then emit('batch.started', '{' .. batch_ref(k) .. ',"attempt":' .. attempt .. ',' .. panels_ref(panels) .. '}') end
end
local before = redis.call('HMGET', story .. ':selected', unpack(panels))
local carried, fresh = {}, 0
for i = 1, #panels do
  carried[i] = (before[i] and before[i] == kept[i]) and 1 or 0
  if kept[i] ~= '' and carried[i] == 0 then fresh = fresh + 1 end
end
local anchor, reference, before_it = frames_followed_by(k)
if b[5] and (ordered or fresh > 0) then
  anchor, reference = b[6] or '', b[7] or ''
  -- The frame is of the panel that stood before the batch then.
  if b[10] and b[10] ~= '' then before_it = b[10] end
elseif not collects then
  -- Nothing was drawn from the frames it began with: it continues from those selected now.
  redis.call('HDEL', batches, k .. '.pinned', k .. '.anchor', k .. '.from', k .. '.before')
end
local stays = redis.call('HMGET', story .. ':stays', unpack(panels))
local art = redis.call('HMGET', story .. ':art', unpack(panels))
local numbers = {}
for i, p in ipairs(panels) do
  art[i] = tonumber(art[i] or '0')
  numbers[i] = number_of(p)
  -- Nothing is bought for a removed panel whose frame the chain goes through; the cover has no number, either.
  stays[i] = (stays[i] or (numbers[i] == 0 and k ~= cover_batch())) and 1 or 0
end
local redraws, further = redis.call('HMGET', story .. ':redraws', unpack(panels)), {}
for i, n in ipairs(panels) do
  if redraws[i] then
    for take = 1, cjson.decode(redraws[i]).count - 1 do
      local target, f = n .. '+' .. take, #further
      further[f + 1], further[f + 2] = target, redis.call('HGET', story .. ':kept', target) or ''
    end
  else
    redraws[i] = ''
  end
end
return { 'claimed', fence, k, place, panels, numbers, attempt, tonumber(b[4] or '0'), redis.call('HGET', story, 'spec'),
  redis.call('HMGET', story .. ':panels', unpack(panels)), kept, anchor, reference, requests,
  redis.call('HGET', story, 'tenant'), redraws, further, carried, b[8] or '', stays, status == 'cancelled' and 1 or 0, art, tonumber(at),
  before_it or '', before_it and number_of(before_it) or 0, panels_of(chain()[1])[1], collects and (b[1] == 'drawn' and 'drawn' or 'undrawn') or '',
  tonumber(redis.call('HGET', story, 'resumedAt') or '0'), b[1] == 'drawing' and 1 or 0 }
