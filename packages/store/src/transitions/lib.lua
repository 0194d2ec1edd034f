-- Prepended to every transition. KEYS[1] is always a story's key, `{prefix}:story:<id>`; every other key is derived from it
-- and carries the same hash tag, so one script may touch them all on a cluster too. KEYS[2] of fenced scripts is the lock
-- of the story's BullMQ job.
--   story            H  header: status, reason, waiting, fence, spec, counts, money      story:panels    H  n → PanelSpec
--   story:batches    H  k.status k.first k.last k.tries k.strikes k.attempts k.requests k.reference k.keptAtStart
--                       k.pinned k.anchor k.from (frames its requests go along with, from the first intent to the commit)
--                       k.cascade (drawn frames that no longer follow from the selected ones are drawn again)
--   story:attempts   H  k.a.start k.a.end     story:requests  H  id.state id.key id.intent id.by id.orderedAt id.vendor id.outcome id.settledAt
--   story:orders     H  id → order, id.body → what was sent, model:hash → catalogue entry; an order goes when its batch is committed
--   story:art        H  n → how often an edit changed what its picture shows
--   story:open       H  id → high estimate of each request under way            story:kept      H  slot → frame, until its batch is committed
--                       (slot: n, or n+i for the i-th further take that was asked for)
--   story:takes      H  n.count n.t → frame, n.selected → t, n.redraws          story:selected  H  n → frame
--   story:redraws    H  n → {redraw, count}: a person asked for this panel to be drawn again
--   story:stays      H  n → 1: chosen while its batch is drawn again in a cascade; it is not
--   story:failures   H  n → failure (0: the whole batch)                        story:sheets    H  n → sheet     story:books H  format → book
--   story:events     X  type, data                                              prefix:active   Z  stories the system has work for
local story = KEYS[1]
local root, story_id = string.match(story, '^(.*):story:(.*)$')

local function int(n) return string.format('%.0f', n) end

-- How long the answer to a change is remembered (s): longer than any client sends it again.
local answered_for = 600

-- A change whose answer was lost with the connection is sent again: it is answered, not made again. KEYS[3] is the change's own key.
local function answer_before()
  local stored = redis.call('GET', KEYS[3])
  return stored and cjson.decode(stored)
end

local function answer(it)
  redis.call('SET', KEYS[3], cjson.encode(it), 'EX', answered_for)
  return it
end

local function now()
  local t = redis.call('TIME')
  return int(t[1] * 1000 + math.floor(t[2] / 1000))
end

-- The story is not drawn before so many ms are over, by Redis' clock; 0 takes that back. BullMQ's delay is only the alarm.
local function rest_for(ms)
  if tonumber(ms) > 0 then
    redis.call('HSET', story, 'notBefore', int(tonumber(now()) + tonumber(ms)))
  else
    redis.call('HDEL', story, 'notBefore')
  end
end

-- How much longer the story is not drawn (ms).
local function rest_left() return math.max(0, tonumber(redis.call('HGET', story, 'notBefore') or '0') - tonumber(now())) end

local announced = false
-- Tells followers of the tenant's stories that this one changed, and followers of the operations that queues may have changed.
local function announce()
  if announced then return end
  announced = true
  redis.call('PUBLISH', root .. ':operations', 'queues')
  redis.call('PUBLISH', root .. ':tenant:' .. redis.call('HGET', story, 'tenant') .. ':changes', story_id)
end

-- Appends one event; the first of a script wakes the followers of this story, who read when the script is done. `data` is a
-- JSON object.
local woken = false
local function emit(event, data)
  redis.call('XADD', story .. ':events', '*', 'type', event, 'data', data)
  if woken then return end
  woken = true
  redis.call('PUBLISH', story .. ':events', '')
  announce()
end

local function touch()
  local at = now()
  announce()
  redis.call('HSET', story, 'updated', at)
  redis.call('ZADD', root .. ':tenant:' .. redis.call('HGET', story, 'tenant') .. ':updated', at, story_id)
  return at
end

local function is_active(status) return status == 'queued' or status == 'drawing' or status == 'composing' end

local function set_status(to, reason)
  local from = redis.call('HGET', story, 'status')
  local at = touch()
  redis.call('HSET', story, 'status', to, 'reason', reason or '', 'ready', at)
  rest_for(0)
  if is_active(to) then
    redis.call('ZADD', root .. ':active', at, story_id)
  else
    redis.call('ZREM', root .. ':active', story_id)
  end
  -- What the story's view shows: an active story may still wait for something that no batch stands for.
  local waiting = reason or (is_active(to) and redis.call('HGET', story, 'waiting')) or cjson.null
  emit('story.status', cjson.encode({ from = from or cjson.null, status = to, waitingOn = waiting }))
end

-- True while the pick-up with this token and fence number owns the story.
local function owns(token, fence)
  return redis.call('GET', KEYS[2]) == token and redis.call('HGET', story, 'fence') == fence
end

local function batch_count() return tonumber(redis.call('HGET', story, 'batches')) end

-- Number of the first batch that is not drawn, or nil.
local function first_undrawn()
  for k = 1, batch_count() do
    if redis.call('HGET', story .. ':batches', k .. '.status') ~= 'drawn' then return k end
  end
  return nil
end

-- The status a story has by what is drawn, composed and bound, when nobody paused or stopped it.
local function working_status()
  if not first_undrawn() then
    local total = redis.call('HMGET', story, 'sheets', 'formats')
    if redis.call('HLEN', story .. ':sheets') >= tonumber(total[1])
      and redis.call('HLEN', story .. ':books') >= tonumber(total[2]) then return 'completed' end
    return 'composing'
  end
  if redis.call('EXISTS', story .. ':attempts') == 1 then return 'drawing' end
  return 'queued'
end

-- Says what a story that is still active waits for, once; what is no longer waited for is taken back by `go_on`.
local function wait_for(code, data)
  if redis.call('HGET', story, 'waiting') == code then return end
  redis.call('HSET', story, 'waiting', code)
  emit('story.waiting', '{"waitingOn":"' .. code .. '"}')
  if code == 'provider_paused' then emit('provider.paused', data) end
  touch()
end

local function go_on()
  local code = redis.call('HGET', story, 'waiting')
  if not code then return end
  redis.call('HDEL', story, 'waiting')
  emit('story.waiting', '{"waitingOn":null}')
  if code == 'provider_paused' then
    emit('provider.resumed', cjson.encode({ provider = redis.call('HGET', story, 'provider') }))
  end
end

-- `rest`: further members of the JSON, each with a comma in front.
local function end_attempt(k, outcome, rest)
  local at = now()
  local a = redis.call('HGET', story .. ':batches', k .. '.attempts')
  redis.call('HSET', story .. ':attempts', k .. '.' .. a .. '.end',
    '{"at":' .. at .. ',"outcome":"' .. outcome .. '"' .. (rest or '') .. '}')
  redis.call('HSET', story, 'ready', at)
  if outcome == 'crashed' then emit('batch.released', '{"batch":' .. k .. ',"attempt":' .. a .. ',"outcome":"crashed"}') end
end

local function emit_requests(k, state)
  emit('requests.changed', '{"batch":' .. k .. ',"state":"' .. state .. '"}')
end

local function request_ids(k) return string.gmatch(redis.call('HGET', story .. ':batches', k .. '.requests') or '', '%S+') end

-- Forgets what was intended and never ordered: nothing was asked of anybody, and the inputs may change. Answers with the ids left.
local function drop_intended(k)
  local requests, batches, left, before = story .. ':requests', story .. ':batches', '', redis.call('HGET', story .. ':batches', k .. '.requests') or ''
  for id in string.gmatch(before, '%S+') do
    local state = redis.call('HGET', requests, id .. '.state')
    if state == 'intended' then
      redis.call('HDEL', requests, id .. '.state', id .. '.key', id .. '.intent')
      redis.call('HDEL', story .. ':orders', id)
      redis.call('HDEL', story .. ':open', id)
    -- Of a parted batch the other half may have forgotten it before.
    elseif state then
      left = left .. ' ' .. id
    end
  end
  if left ~= before then
    redis.call('HSET', batches, k .. '.requests', left)
    emit_requests(k, 'dropped')
  end
  return left
end

-- The orders of a batch that is drawn: what they asked for is in the records by now.
local function drop_orders(k)
  local fields = {}
  for id in request_ids(k) do
    fields[#fields + 1] = id
    fields[#fields + 1] = id .. '.body'
  end
  if #fields > 0 then redis.call('HDEL', story .. ':orders', unpack(fields)) end
end

-- Adds to the story's `spent` or `possibly` (µ$). What a request of an earlier provider costs is that provider's, whenever it is learnt.
local function count_cost(field, cost, intent)
  redis.call('HINCRBY', story, field, cost)
  local h = redis.call('HMGET', story, 'provider', 'earlier')
  local provider = h[2] and intent and cjson.decode(intent).provider
  if not provider or provider == h[1] then return end
  local sums = cjson.decode(h[2])
  local own = sums[provider] or { spent = 0, possibly = 0 }
  own[field] = own[field] + tonumber(cost)
  sums[provider] = own
  redis.call('HSET', story, 'earlier', cjson.encode(sums))
end

-- Marks every request of a batch that is still at the vendor as possibly paid: nobody will ask for it any more. `lost_only`: only those
-- by whose outcome nobody could ask, for the vendor's id is not known.
local function give_up_ordered(k, code, lost_only)
  local requests, given_up = story .. ':requests', false
  for id in request_ids(k) do
    local r = redis.call('HMGET', requests, id .. '.state', id .. '.intent', id .. '.vendor')
    if r[1] == 'ordered' and not (lost_only and r[3]) then
      local cost = int(cjson.decode(r[2]).estimate)
      redis.call('HSET', requests, id .. '.state', 'possibly_paid', id .. '.settledAt', now(),
        id .. '.outcome', '{"cost":' .. cost .. ',"code":"' .. code .. '","frames":[]}')
      count_cost('possibly', cost, r[2])
      redis.call('HDEL', story .. ':open', id)
      given_up = true
    end
  end
  if given_up then emit_requests(k, 'possibly_paid') end
end

-- What was spent, and may have been, at each provider the story had (µ$). `earlier` is this as it was when the story last changed to
-- another one; whatever came since was spent at the present one.
local function spending_by_provider()
  local h = redis.call('HMGET', story, 'provider', 'spent', 'possibly', 'earlier')
  local sums, own = h[4] and cjson.decode(h[4]) or {}, { spent = tonumber(h[2]), possibly = tonumber(h[3]) }
  for provider, sum in pairs(sums) do
    if provider ~= h[1] then
      own.spent = own.spent - sum.spent
      own.possibly = own.possibly - sum.possibly
    end
  end
  sums[h[1]] = own
  return sums
end

-- Number of the first batch with a request by whose outcome the vendor can be asked, or nil.
local function first_to_fetch()
  for k = 1, batch_count() do
    for id in request_ids(k) do
      local r = redis.call('HMGET', story .. ':requests', id .. '.state', id .. '.vendor')
      if r[1] == 'ordered' and r[2] then return k end
    end
  end
  return nil
end

-- The end of a cancelled story's batch whose worker is gone. What the vendor can be asked for stays, for a last turn that asks it to stop,
-- and fetches what it drew all the same.
local function close_cancelled()
  for k = 1, batch_count() do
    if redis.call('HGET', story .. ':batches', k .. '.status') == 'drawing' then
      redis.call('HSET', story .. ':batches', k .. '.status', 'waiting')
      redis.call('HINCRBY', story .. ':batches', k .. '.strikes', 1)
      end_attempt(k, 'crashed')
    end
    drop_intended(k)
    give_up_ordered(k, 'cancelled', true)
  end
end

-- After a turn or a cancel: a cancelled story is work for as long as somebody has a batch of it in hand, or something can be fetched.
local function watch_cancelled()
  if redis.call('HGET', story, 'status') ~= 'cancelled' then return end
  local work = first_to_fetch()
  for k = 1, batch_count() do
    work = work or redis.call('HGET', story .. ':batches', k .. '.status') == 'drawing'
  end
  if work then redis.call('ZADD', root .. ':active', now(), story_id) else redis.call('ZREM', root .. ':active', story_id) end
end

local function sheet_of(n) return math.ceil(tonumber(n) / tonumber(redis.call('HGET', story, 'perSheet'))) end

local function drop_books()
  if redis.call('DEL', story .. ':books') == 1 then emit('books.outdated', '{}') end
end

-- The sheet that shows a panel, and every book, are made again.
local function drop_sheet(n)
  local sheet = sheet_of(n)
  if redis.call('HDEL', story .. ':sheets', sheet) == 1 then emit('sheet.outdated', '{"sheet":' .. sheet .. '}') end
  drop_books()
end

-- Whether a worker has batch k in hand. KEYS[2] is the lock of the story's job: without it the pick-up is dead.
local function in_work(k)
  return redis.call('HGET', story .. ':batches', k .. '.status') == 'drawing' and redis.call('EXISTS', KEYS[2]) == 1
end

-- After a change of what is drawn. A pick-up whose lock ran out may take it again: it would draw what was asked for before, so from
-- here on its writes are refused.
local function fence_off()
  if redis.call('EXISTS', KEYS[2]) == 1 then return end
  for k = 1, batch_count() do
    if redis.call('HGET', story .. ':batches', k .. '.status') == 'drawing' then return redis.call('HINCRBY', story, 'fence', 1) end
  end
end

-- Whether what is at the vendor will be collected: a story that rests leaves it there until somebody resumes it, and whoever changes
-- what was asked for does without it.
local function will_collect()
  local status = redis.call('HGET', story, 'status')
  return status == 'queued' or status == 'drawing'
end

local function at_vendor(k)
  for id in request_ids(k) do
    if redis.call('HGET', story .. ':requests', id .. '.state') == 'ordered' then return true end
  end
  return false
end

-- While nobody but the worker may change what panel n asks for: its batch is in hand, or a request that draws it is at the vendor.
local function in_hand(k, n)
  if in_work(k) then return true end
  if not will_collect() then return false end
  for id in request_ids(k) do
    local r = redis.call('HMGET', story .. ':requests', id .. '.state', id .. '.intent')
    if r[1] == 'ordered' then
      for _, panel in ipairs(cjson.decode(r[2]).panels) do
        if panel == tonumber(n) then return true end
      end
    end
  end
  return false
end

-- Keeps a frame among the takes of a panel; answers with its number. One that is there already gets no second number.
local function keep_take(n, frame)
  local takes = story .. ':takes'
  local count = tonumber(redis.call('HGET', takes, n .. '.count') or '0')
  for t = 1, count do
    if redis.call('HGET', takes, n .. '.' .. t) == frame then return t end
  end
  redis.call('HSET', takes, n .. '.count', count + 1, n .. '.' .. (count + 1), frame)
  return count + 1
end

-- What is kept of the further takes of a panel becomes takes: it is paid.
local function keep_further(n)
  local kept, asked = story .. ':kept', redis.call('HGET', story .. ':redraws', n)
  for i = 1, asked and cjson.decode(asked).count - 1 or 0 do
    local frame = redis.call('HGET', kept, n .. '+' .. i)
    if frame then keep_take(n, frame) end
    redis.call('HDEL', kept, n .. '+' .. i)
  end
end

-- Takes back the frame of a panel that is to be drawn again: its batch waits, the others of the batch keep theirs.
local function reopen(k, n)
  local batches, kept = story .. ':batches', story .. ':kept'
  local b = redis.call('HMGET', batches, k .. '.status', k .. '.first', k .. '.last')
  if b[1] == 'drawn' then
    redis.call('HSET', batches, k .. '.status', 'waiting')
    redis.call('HDEL', batches, k .. '.tries', k .. '.strikes')
    emit('batch.reopened', '{"batch":' .. k .. '}')
    for m = tonumber(b[2]), tonumber(b[3]) do
      local frame = redis.call('HGET', story .. ':selected', m)
      if frame then redis.call('HSETNX', kept, m, frame) end
    end
  end
  if not n then return end
  redis.call('HDEL', story .. ':stays', n)
  local frame = redis.call('HGET', kept, n)
  if frame then
    -- It is paid: what was not committed yet becomes a take that can be chosen.
    keep_take(n, frame)
    redis.call('HDEL', kept, n)
  end
end

-- Whether a drawn panel of batch k goes along with another anchor or reference frame than those selected now.
local function has_stale(k)
  local b = redis.call('HMGET', story .. ':batches', k .. '.first', k .. '.last')
  local first, last = tonumber(b[1]), tonumber(b[2])
  local function sha(n)
    local frame = redis.call('HGET', story .. ':selected', n)
    return frame and cjson.decode(frame).sha256
  end
  local anchor, reference = sha(1), first > 1 and sha(first - 1)
  for n = first, last do
    local frame = redis.call('HGET', story .. ':selected', n)
    local from = frame and cjson.decode(frame).from
    if from then
      if from.anchor ~= cjson.null and n > 1 and anchor and from.anchor ~= anchor then return true end
      if from.reference ~= cjson.null and reference and from.reference ~= reference then return true end
    end
  end
  return false
end

-- Frames from batch k on that no longer follow from the selected ones are drawn again, batch by batch.
local function cascade_from(k)
  local batches = story .. ':batches'
  for j = k, batch_count() do
    local b = redis.call('HMGET', batches, j .. '.status', j .. '.pinned')
    if b[1] == 'drawn' then
      if has_stale(j) then
        reopen(j)
        redis.call('HSET', batches, j .. '.cascade', '1')
      end
    elseif b[2] or has_stale(j) then
      -- One begun with the frames selected then is finished with them, and judged when it is committed.
      redis.call('HSET', batches, j .. '.cascade', '1')
    end
  end
end

-- Failed batches wait again with fresh tries and strikes.
local function clear_failures()
  local batches = story .. ':batches'
  for k = 1, batch_count() do
    if redis.call('HGET', batches, k .. '.status') == 'failed' then redis.call('HSET', batches, k .. '.status', 'waiting') end
    redis.call('HDEL', batches, k .. '.tries', k .. '.strikes')
  end
  redis.call('DEL', story .. ':failures')
end

-- After a person changed what panel n asks for, or chose its frame: the story goes on by itself where nothing else keeps it.
local function go_on_after(n)
  local h = redis.call('HMGET', story, 'status', 'reason')
  local status, reason = h[1], h[2]
  local failures = story .. ':failures'
  if n and redis.call('HDEL', failures, n) == 1 and status == 'needs_attention' and redis.call('EXISTS', failures) == 0 then
    clear_failures()
    return set_status(working_status())
  end
  if status == 'needs_attention' and reason == 'approval' then
    local k, gate = first_undrawn(), tonumber(redis.call('HGET', story, 'approveAfter'))
    -- Something before the gate is drawn again: it is shown to a person once more when it is. Or there is no gate any more.
    if k and (not gate or k <= gate) then set_status('drawing') else touch() end
  elseif is_active(status) or status == 'completed' then
    local to = working_status()
    if to ~= status then set_status(to) else touch() end
  else
    touch()
  end
end

-- Whether batch k waits to be drawn again where it does not follow from the frames before it.
local function in_cascade(k)
  local b = redis.call('HMGET', story .. ':batches', k .. '.status', k .. '.cascade')
  return b[1] ~= 'drawn' and b[2]
end

-- Take t of panel n is the one that counts from now on. Where its batch is drawn again in a cascade, it stays.
local function select_take(n, t, k, cascade)
  fence_off()
  local frame, drawn = redis.call('HGET', story .. ':takes', n .. '.' .. t), redis.call('HGET', story .. ':kept', n)
  keep_further(n)
  -- What was drawn meanwhile is paid, and can be chosen later.
  if drawn then keep_take(n, drawn) end
  redis.call('HSET', story .. ':takes', n .. '.selected', t)
  redis.call('HSET', story .. ':selected', n, frame)
  redis.call('HDEL', story .. ':redraws', n)
  if redis.call('HGET', story .. ':batches', k .. '.status') ~= 'drawn' then redis.call('HSET', story .. ':kept', n, frame) end
  drop_sheet(n)
  emit('take.selected', '{"panel":' .. n .. ',"take":' .. t .. ',"frame":' .. frame .. '}')
  if cascade == 'redraw' then cascade_from(tonumber(k)) end
  if in_cascade(k) then redis.call('HSET', story .. ':stays', n, '1') end
  go_on_after(n)
end
