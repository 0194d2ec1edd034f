-- What can still be fetched from a vendor, also for a story that rests.

-- After so many turns that died while they collected a batch, it is left alone until the story is resumed.
local deaths_allowed = 5

-- The first batch of which something can be fetched from a vendor now, or nil; `drawn_only`: among those that are drawn. And how long it is
-- (ms) until something can be fetched of another one; nil when there is none.
local function first_to_fetch(drawn_only)
  -- Whatever is under way holds its estimate.
  if redis.call('EXISTS', story .. ':open') == 0 then return nil, nil end
  local at, soonest = tonumber(now()), nil
  for _, k in ipairs(every_batch()) do
    local b = redis.call('HMGET', story .. ':batches', k .. '.status', k .. '.lookAt', k .. '.deaths')
    if (b[1] == 'drawn' or not drawn_only) and tonumber(b[3] or '0') < deaths_allowed then
      for id in request_ids(k) do
        local r = redis.call('HMGET', story .. ':requests', id .. '.state', id .. '.vendor', id .. '.findable')
        if is_fetchable(r[1], r[2], r[3]) then
          local wait = tonumber(b[2] or '0') - at
          if wait <= 0 then return k, nil end
          soonest = math.min(soonest or wait, wait)
        end
      end
    end
  end
  return nil, soonest
end

-- After whatever may change it: a story that rests has work as long as something can be fetched for it, and a cancelled one as long as a
-- worker is drawing a batch of it, too.
function watch_fetch()
  local work, later = first_to_fetch()
  work = work or later
  if work then redis.call('HSET', story, 'toFetch', '1') else redis.call('HDEL', story, 'toFetch') end
  local status = redis.call('HGET', story, 'status')
  if is_active(status) then return end
  if status == 'cancelled' then
    for _, k in ipairs(every_batch()) do
      work = work or redis.call('HGET', story .. ':batches', k .. '.status') == 'drawing'
    end
  end
  if work then redis.call('ZADD', root .. ':active', now(), story_id) else redis.call('ZREM', root .. ':active', story_id) end
end

-- The same while a turn is at a story that rests: it may die before it ends.
local function watch_resting()
  if not is_active(redis.call('HGET', story, 'status')) then watch_fetch() end
end

-- A story that rests, and whose worker is gone: its batches wait. What the vendor can be asked for stays, for a turn that does so; of a
-- cancelled story the rest is given up.
local function close_resting()
  local cancelled = redis.call('HGET', story, 'status') == 'cancelled'
  for _, k in ipairs(every_batch()) do
    if redis.call('HGET', story .. ':batches', k .. '.status') == 'drawing' then
      redis.call('HSET', story .. ':batches', k .. '.status', 'waiting')
      end_attempt(k, 'crashed')
    elseif cancelled and redis.call('HEXISTS', story .. ':batches', k .. '.suspended') == 1 then
      release_suspended(k, 'cancelled')
    end
    if cancelled then
      drop_intended(k)
      give_up_ordered(k, 'cancelled', true)
    end
  end
end
