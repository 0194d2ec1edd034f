-- Takes, and which batches follow from frames that are no longer selected.

-- A panel's only take is stored once, in `selected`. What gives it a second one, or takes the first away, writes it among the takes first.
local function write_only_take(n)
  local takes, only = story .. ':takes', redis.call('HGET', story .. ':selected', n)
  if only and redis.call('HEXISTS', takes, n .. '.count') == 0 then
    redis.call('HSET', takes, n .. '.count', 1, n .. '.1', only, n .. '.selected', 1)
  end
end

-- How many takes a panel has.
local function take_count(n)
  return tonumber(redis.call('HGET', story .. ':takes', n .. '.count') or redis.call('HEXISTS', story .. ':selected', n))
end

-- Keeps a frame among the takes of a panel; answers with its number. One that is there already gets no second number.
local function keep_take(n, frame)
  local takes = story .. ':takes'
  write_only_take(n)
  local count = tonumber(redis.call('HGET', takes, n .. '.count') or '0')
  for t = 1, count do
    if redis.call('HGET', takes, n .. '.' .. t) == frame then return t end
  end
  redis.call('HSET', takes, n .. '.count', count + 1, n .. '.' .. (count + 1), frame)
  return count + 1
end

-- Has a drawn batch drawn again: it waits, and its panels keep the frames they have until others are drawn.
local function reopen(k)
  local batches, kept = story .. ':batches', story .. ':kept'
  redis.call('HSET', batches, k .. '.status', 'waiting')
  redis.call('HDEL', batches, k .. '.tries', k .. '.strikes')
  emit('batch.reopened', '{' .. batch_ref(k) .. '}')
  for _, p in ipairs(panels_of(k)) do
    local frame = redis.call('HGET', story .. ':selected', p)
    if frame then redis.call('HSETNX', kept, p, frame) end
  end
end

-- The hashes of the frames that a frame was drawn from: {anchor, reference}; nil for one made by hand. Earlier versions stored them in the frame.
local function drawn_from(frame)
  local from = cjson.decode(frame).from
  if type(from) ~= 'string' then return from end
  local described = redis.call('HGET', story .. ':pictures', from)
  return described and cjson.decode(described) or nil
end

-- Whether a drawn panel of batch k, or the cover, goes along with another anchor or reference frame than those selected now. Removed panels are
-- not judged: nothing is bought for them.
local function has_stale(k)
  local function sha(p)
    local frame = p and redis.call('HGET', story .. ':selected', p)
    return frame and cjson.decode(frame).sha256
  end
  local first = panels_of(redis.call('LINDEX', story .. ':chain', 0))[1]
  local _, before = followed_by(k)
  local anchor, reference = sha(first), sha(before)
  for _, p in ipairs(panels_of(k)) do
    local frame = redis.call('HGET', story .. ':selected', p)
    local from = frame and drawn_from(frame)
    if from and (number_of(p) > 0 or k == cover_batch()) then
      if from.anchor ~= cjson.null and p ~= first and anchor and from.anchor ~= anchor then return true end
      if from.reference ~= cjson.null and reference and from.reference ~= reference then return true end
    end
  end
  return false
end

-- Frames of the batches from `place` in the chain on, and behind it of the cover, that no longer follow from the selected ones are drawn again,
-- batch by batch.
local function cascade_from(place)
  local batches, links = story .. ':batches', chain()
  links[#links + 1] = cover_batch()
  for at, j in ipairs(links) do
    local b = redis.call('HMGET', batches, j .. '.status', j .. '.pinned')
    if at < place then
      -- It comes before.
    elseif b[1] == 'drawn' then
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
  for _, k in ipairs(every_batch()) do
    if redis.call('HGET', batches, k .. '.status') == 'failed' then redis.call('HSET', batches, k .. '.status', 'waiting') end
    redis.call('HDEL', batches, k .. '.tries', k .. '.strikes', k .. '.deaths', k .. '.lookAt')
  end
  redis.call('DEL', story .. ':failures')
end
