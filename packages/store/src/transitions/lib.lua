-- Prepended to every transition. KEYS[1] is always a story's key, `{prefix}:story:<id>`; every other key is derived from it
-- and carries the same hash tag, so one script may touch them all on a cluster too. KEYS[2] of fenced scripts is the lock
-- of the story's BullMQ job.
--   story            H  header: status, reason, waiting, fence, spec, counts, money      story:panels    H  n → PanelSpec
--   story:batches    H  k.status k.first k.last k.tries k.strikes k.attempts k.requests k.reference k.keptAtStart
--   story:attempts   H  k.a.start k.a.end                                       story:requests  H  id.state id.intent id.vendor id.outcome
--   story:open       H  id → high estimate of each request under way            story:kept      H  n → frame, until its batch is committed
--   story:takes      H  n.count n.t → frame                                     story:selected  H  n → frame
--   story:failures   H  n → failure (0: the whole batch)                        story:sheets    H  n → sheet     story:books H  format → book
--   story:events     X  type, data                                              prefix:active   Z  stories the system has work for
local story = KEYS[1]
local root, story_id = string.match(story, '^(.*):story:(.*)$')

local function int(n) return string.format('%.0f', n) end

local function now()
  local t = redis.call('TIME')
  return int(t[1] * 1000 + math.floor(t[2] / 1000))
end

-- Appends one event; the first of a script wakes the followers of this story, who read when the script is done. `data` is a
-- JSON object.
local woken = false
local function emit(event, data)
  redis.call('XADD', story .. ':events', '*', 'type', event, 'data', data)
  if woken then return end
  woken = true
  redis.call('PUBLISH', story .. ':events', '')
end

local function touch()
  local at = now()
  redis.call('HSET', story, 'updated', at)
  redis.call('ZADD', root .. ':tenant:' .. redis.call('HGET', story, 'tenant') .. ':updated', at, story_id)
  return at
end

local function set_status(to, reason)
  local from = redis.call('HGET', story, 'status')
  local at = touch()
  redis.call('HSET', story, 'status', to, 'reason', reason or '')
  if to == 'queued' or to == 'drawing' or to == 'composing' then
    redis.call('ZADD', root .. ':active', at, story_id)
  else
    redis.call('ZREM', root .. ':active', story_id)
  end
  emit('story.status', cjson.encode({ from = from or cjson.null, status = to, waitingOn = reason or cjson.null }))
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
  if tonumber(redis.call('HGET', story .. ':batches', '1.attempts') or '0') > 0 then return 'drawing' end
  return 'queued'
end

-- Says what a story that is still active waits for, once; what is no longer waited for is taken back by `go_on`.
local function wait_for(code, data)
  if redis.call('HGET', story, 'waiting') == code then return end
  redis.call('HSET', story, 'waiting', code)
  if code == 'provider_paused' then emit('provider.paused', data) end
  touch()
end

local function go_on()
  local code = redis.call('HGET', story, 'waiting')
  if not code then return end
  redis.call('HDEL', story, 'waiting')
  if code == 'provider_paused' then
    emit('provider.resumed', cjson.encode({ provider = redis.call('HGET', story, 'provider') }))
  end
end

local function is_active(status) return status == 'queued' or status == 'drawing' or status == 'composing' end

local function end_attempt(k, outcome, rest)
  local a = redis.call('HGET', story .. ':batches', k .. '.attempts')
  redis.call('HSET', story .. ':attempts', k .. '.' .. a .. '.end',
    '{"at":' .. now() .. ',"outcome":"' .. outcome .. '"' .. (rest or '') .. '}')
end
