-- Money: what a tenant's requests cost by day, what is held for those under way, and the tenant's limits.

-- Days are those of UTC, by Redis' time.
local day_ms = 86400000
-- How long the sums of a day are kept (s): 400 days, so that a year can be compared with the one before.
local days_kept_for = 34560000
local function today() return math.floor(tonumber(now()) / day_ms) end
local function day_key(day) return root .. ':tenant:' .. redis.call('HGET', story, 'tenant') .. ':day:' .. int(day) end

-- Adds to a sum of the day on which a request was intended, and to that of its model. What an earlier release intended has no day: what it
-- costs counts today, and what it holds does not.
local function count_day(id, field, by)
  by = tonumber(by)
  local r = redis.call('HMGET', story .. ':requests', id .. '.day', id .. '.intent')
  if by == 0 or (not r[1] and (field == 'held' or field == 'images')) then return end
  local key = day_key(tonumber(r[1] or today()))
  redis.call('HINCRBY', key, field, int(by))
  local intent = r[2] and cjson.decode(r[2])
  local model = intent and (intent.provider and intent.provider .. '/' .. tostring(intent.model or '') or intent.judge and 'review/' .. intent.judge.model)
  if model then redis.call('HINCRBY', key, field .. ' ' .. model, int(by)) end
  redis.call('EXPIRE', key, days_kept_for)
end

-- Holds a request's highest price until it is settled; and frees it.
local function hold(id, high)
  if redis.call('HSETNX', story .. ':open', id, high) == 1 then count_day(id, 'held', high) end
end
local function free(id)
  local high = redis.call('HGET', story .. ':open', id)
  if not high then return end
  redis.call('HDEL', story .. ':open', id)
  count_day(id, 'held', 0 - tonumber(high))
end

-- Pictures that requests of the tenant's active stories ask for and that are not settled yet.
local function images_under_way()
  local count = 0
  for _, id in ipairs(redis.call('SMEMBERS', root .. ':tenant:' .. redis.call('HGET', story, 'tenant') .. ':working')) do
    local other = root .. ':story:' .. id
    for _, request in ipairs(redis.call('HKEYS', other .. ':open')) do
      local intent = redis.call('HGET', other .. ':requests', request .. '.intent')
      if intent then count = count + #(cjson.decode(intent).frames or {}) end
    end
  end
  return count
end

-- Weight and limits of the story's tenant, nil for one without settings.
local function settings_of(tenant)
  local text = redis.call('HGET', root .. ':tenants', tenant)
  return text and cjson.decode(text)
end

-- A limit as a number, nil for none.
local function limit_of(settings, name)
  local limit = settings and settings.limits and settings.limits[name]
  return type(limit) == 'number' and limit or nil
end
