-- The event stream of a story or a script, and the followers it wakes.

local announced = false
-- Tells followers of the tenant's stories that this one changed, and followers of the operations that queues may have changed.
local function announce()
  if announced then return end
  announced = true
  -- No webhook is sent what happens to scripts, and they wait in no queue that is shown.
  if is_script then return redis.call('PUBLISH', root .. ':tenant:' .. redis.call('HGET', story, 'tenant') .. ':changes', story_id) end
  redis.call('PUBLISH', root .. ':operations', 'queues')
  local it = redis.call('HMGET', story, 'tenant', 'webhook')
  local tenant = it[1]
  redis.call('PUBLISH', root .. ':tenant:' .. tenant .. ':changes', story_id)
  -- The event stream is the outbox: each webhook of the tenant is to be sent what is new in it.
  for _, webhook in ipairs(redis.call('HKEYS', root .. ':tenant:' .. tenant .. ':webhooks')) do
    redis.call('ZINCRBY', root .. ':webhooks:dirty', 1, tenant .. ' ' .. webhook .. ' ' .. story_id)
  end
  if it[2] then redis.call('ZINCRBY', root .. ':webhooks:dirty', 1, tenant .. ' ' .. story_id .. ' ' .. story_id) end
end

-- Appends one event; the first of a script wakes the followers of this story, who read when the script is done. `data` is a
-- JSON object.
local woken = false
local function emit(event, data)
  redis.call('XADD', story .. ':events', '*', 'type', event, 'data', data, 'version', 1)
  if woken then return end
  woken = true
  redis.call('PUBLISH', story .. ':events', '')
  announce()
end

-- Events of scripts. What a field of JSON is that may be missing.
local function text_or_null(value) return value and value ~= '' and cjson.encode(value) or 'null' end
local function emit_script_status(from, to, reason, code, retry_at)
  emit('script.status', '{"from":' .. text_or_null(from) .. ',"status":' .. cjson.encode(to) .. ',"reason":' .. text_or_null(reason)
    .. ',"code":' .. text_or_null(code) .. ',"retryAt":' .. (retry_at or 'null') .. '}')
end
local function emit_script_call(id, state)
  local sums = redis.call('HMGET', story, 'spent', 'possibly')
  emit('script.call', '{"call":' .. cjson.encode(id) .. ',"state":"' .. state .. '","spent":' .. sums[1] .. ',"possibly":' .. sums[2] .. '}')
end

-- What an event says about a frame, of its stored JSON: the rest is read where the frame is.
local function frame_ref(json)
  local frame = cjson.decode(json)
  return '"frame":{"sha256":"' .. frame.sha256 .. '","width":' .. int(frame.width) .. ',"height":' .. int(frame.height) .. '}'
end

local function touch()
  local at = now()
  announce()
  redis.call('HSET', story, 'updated', at)
  redis.call('ZADD', root .. ':tenant:' .. redis.call('HGET', story, 'tenant') .. ':updated', at, story_id)
  return at
end
