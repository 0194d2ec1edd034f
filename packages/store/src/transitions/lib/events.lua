-- The event stream of a story, and the followers it wakes.

local announced = false
-- Tells followers of the tenant's stories that this one changed, and followers of the operations that queues may have changed.
local function announce()
  if announced then return end
  announced = true
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
