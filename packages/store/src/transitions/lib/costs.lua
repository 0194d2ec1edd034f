-- Money: what a tenant's requests cost by day, what is held for those under way, and the tenant's limits.

-- Days are those of UTC, by Redis' time.
local day_ms = 86400000
-- How long the sums of a day are kept (s): 400 days, so that a year can be compared with the one before.
local days_kept_for = 34560000
local function today() return math.floor(tonumber(now()) / day_ms) end
local tenant_name
local function day_key(day)
  tenant_name = tenant_name or redis.call('HGET', story, 'tenant')
  return root .. ':tenant:' .. tenant_name .. ':day:' .. int(day)
end

-- What a request asks for, decoded once in a script; nil for none.
local decoded_intents = {}
local function decode_intent(text)
  if text and not decoded_intents[text] then decoded_intents[text] = cjson.decode(text) end
  return text and decoded_intents[text] or nil
end

local function pictures_of(intent) return #(intent.frames or {}) end

-- Adds to sums of the days on which requests were intended, and to those of their models. `changes`: {id, field, by} each. What an earlier
-- release intended has no day: what it costs counts today, and what it holds does not.
local function count_days(changes)
  if #changes == 0 then return end
  local fields, sums = {}, {}
  for i, change in ipairs(changes) do fields[2 * i - 1], fields[2 * i] = change[1] .. '.day', change[1] .. '.intent' end
  local known = redis.call('HMGET', story .. ':requests', unpack(fields))
  for i, change in ipairs(changes) do
    local field, by, day, intent = change[2], tonumber(change[3]), known[2 * i - 1], decode_intent(known[2 * i])
    if by ~= 0 and (day or (field ~= 'held' and field ~= 'images')) then
      local key = day_key(tonumber(day or today()))
      sums[key] = sums[key] or {}
      local of_day = sums[key]
      of_day[field] = (of_day[field] or 0) + by
      local model = intent and (intent.provider and intent.provider .. '/' .. tostring(intent.model or '') or intent.judge and 'review/' .. intent.judge.model)
      if model then of_day[field .. ' ' .. model] = (of_day[field .. ' ' .. model] or 0) + by end
    end
  end
  for key, of_day in pairs(sums) do
    for field, by in pairs(of_day) do redis.call('HINCRBY', key, field, int(by)) end
    redis.call('EXPIRE', key, days_kept_for)
  end
end
local function count_day(id, field, by) count_days({ { id, field, by } }) end

-- Holds the highest prices of requests until they are settled ({id, price, …}), and frees them. Both add to `changes`, for `count_days`.
local function hold_all(open, changes)
  for i = 1, #open, 2 do
    if redis.call('HSETNX', story .. ':open', open[i], open[i + 1]) == 1 then changes[#changes + 1] = { open[i], 'held', open[i + 1] } end
  end
end
local function free_all(ids, changes)
  if #ids == 0 then return end
  for i, high in ipairs(redis.call('HMGET', story .. ':open', unpack(ids))) do
    if high then changes[#changes + 1] = { ids[i], 'held', 0 - tonumber(high) } end
  end
  redis.call('HDEL', story .. ':open', unpack(ids))
end
local function hold(id, high)
  local changes = {}
  hold_all({ id, high }, changes)
  count_days(changes)
end
local function free(id)
  local changes = {}
  free_all({ id }, changes)
  count_days(changes)
end

-- Pictures that requests of the tenant's active stories ask for and that are not settled yet.
local function images_under_way()
  local count = 0
  for _, id in ipairs(redis.call('SMEMBERS', root .. ':tenant:' .. redis.call('HGET', story, 'tenant') .. ':working')) do
    local other = root .. ':story:' .. id
    for _, request in ipairs(redis.call('HKEYS', other .. ':open')) do
      local intent = redis.call('HGET', other .. ':requests', request .. '.intent')
      if intent then count = count + pictures_of(cjson.decode(intent)) end
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

-- What the tenant's daily limits of dollars and pictures, and that of pictures under way, say to requests that cost at most `high` (µ$) and
-- ask for so many images: nil, or {'tenant', 'usd' | 'images' | 'concurrent', limit, needed, these alone, possibly spent, ms until the next day}.
local function tenant_refuses(high, images)
  local settings = settings_of(redis.call('HGET', story, 'tenant'))
  if not settings then return nil end
  local day = today()
  local sums = redis.call('HMGET', day_key(day), 'spent', 'possibly', 'held', 'images')
  for i = 1, 4 do sums[i] = tonumber(sums[i] or '0') end
  local left = int((day + 1) * day_ms - tonumber(now()))
  local usd, pictures = limit_of(settings, 'usdPerDay'), limit_of(settings, 'imagesPerDay')
  local dollars, needed = usd and math.floor(usd * 1000000 + 0.5), sums[1] + sums[2] + sums[3] + high
  -- What costs nothing is not kept from being drawn.
  if usd and high > 0 and needed > dollars then return { 'tenant', 'usd', int(dollars), int(needed), int(high), int(sums[2]), left } end
  if pictures and images > 0 and sums[4] + images > pictures then
    return { 'tenant', 'images', int(pictures), int(sums[4] + images), int(images), '0', left }
  end
  -- A batch that is larger than the limit is drawn when nothing else is under way.
  local at_once = limit_of(settings, 'concurrentImages')
  if at_once and images > 0 then
    local under_way = images_under_way()
    if under_way > 0 and under_way + images > at_once then
      return { 'tenant', 'concurrent', int(at_once), int(under_way + images), int(images), '0', '0' }
    end
  end
  return nil
end

-- How long a script is kept after it is over (s): thirty days.
local script_parts = { '', ':requests', ':events' }
local function expire_script() for _, part in ipairs(script_parts) do redis.call('EXPIRE', story .. part, 2592000) end end
local function keep_script() for _, part in ipairs(script_parts) do redis.call('PERSIST', story .. part) end end
