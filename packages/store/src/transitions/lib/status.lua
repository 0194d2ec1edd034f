-- The status of a story, and who may change it.

-- Statuses in which a worker draws: the plates before the panels.
local function is_drawing(status) return status == 'queued' or status == 'plates' or status == 'drawing' end
local function is_active(status) return is_drawing(status) or status == 'composing' end

-- Defined below.
local watch_fetch

local function set_status(to, reason)
  local from = redis.call('HGET', story, 'status')
  local at = touch()
  redis.call('HSET', story, 'status', to, 'reason', reason or '', 'ready', at)
  rest_for(0)
  redis.call('ZADD', root .. ':active', at, story_id)
  redis.call(is_active(to) and 'SADD' or 'SREM', root .. ':tenant:' .. redis.call('HGET', story, 'tenant') .. ':working', story_id)
  watch_fetch()
  -- What the story's view shows: an active story may still wait for something that no batch stands for.
  local waiting = reason or (is_active(to) and redis.call('HGET', story, 'waiting')) or cjson.null
  emit('story.status', cjson.encode({ from = from or cjson.null, status = to, waitingOn = waiting }))
end

-- True while the turn with this token and fence number owns the story.
local function owns(token, fence)
  return redis.call('GET', KEYS[2]) == token and redis.call('HGET', story, 'fence') == fence
end

-- Whether the story's parts are in an older schema than the installation's: they are brought up to date before a claim or an edit.
local function is_behind()
  local own = redis.call('HGET', story, 'schema')
  return own and tonumber(own) < schema
end
