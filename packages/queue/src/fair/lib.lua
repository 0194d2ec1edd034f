-- Prepended to every script of this folder. One provider's queue is shared fairly between tenants by start-time fair queueing (Goyal, Vin, Cheng,
-- SIGCOMM 1996). The virtual time V is the tag of the last turn that began. A story that becomes ready gets the tag max(V, F), where F is where its
-- tenant's last tag ended; then F is one batch, divided by the tenant's weight, later. Tags are drawn in their order, so 1,000 stories of one tenant
-- stand on 1,000 tags, and the first story of another one stands at V: next.
-- A tag is carried as the priority of the BullMQ job: 1 + (tag - base) in steps. Priority 0 is never used: BullMQ takes it first, and jobs
-- of dead workers come back there.
-- A tenant's tags belong to the tenant: which of its stories takes which is decided by their priority. A story with a higher priority exchanges
-- its tag for the earliest one of a story with a lower priority, which costs other tenants nothing.
-- KEYS: 1 clock  H  v, base
-- Derived: clock:ends    H  tenant → F                     clock:line:<tenant>:<priority>  Z  story that waits → tag
--          clock:places  H  story → {tag, tenant, priority} (JSON), until its job is done or it rests for its own reasons
--          clock:parked  H  story that waits for a permit of its model → the set in which it does, by tag
local clock = KEYS[1]
local ends, places, parked = clock .. ':ends', clock .. ':places', clock .. ':parked'
-- Steps of one batch at weight 1: weights up to 64 are distinguished.
local steps = 64
-- BullMQ stores priorities in 21 bits.
local highest = 2097151
local lowest_priority, highest_priority = -10, 10

local function num(n) return string.format('%.17g', n) end
local c = redis.call('HMGET', clock, 'v', 'base')
local v, base = tonumber(c[1] or '0'), tonumber(c[2] or '0')

local function number_of(tag) return string.format('%.0f', math.max(1, math.min(1 + math.floor((tag - base) * steps + 0.5), highest))) end

local function line_of(tenant, priority) return clock .. ':line:' .. tenant .. ':' .. string.format('%.0f', priority) end

local function place_of(story)
  local text = redis.call('HGET', places, story)
  return text and cjson.decode(text)
end

local function is_waiting(story, place) return redis.call('ZSCORE', line_of(place.tenant, place.priority), story) ~= false end

local function leave_line(story, place) redis.call('ZREM', line_of(place.tenant, place.priority), story) end

local function put(story, place)
  redis.call('HSET', places, story, '{"tag":' .. num(place.tag) .. ',"tenant":' .. cjson.encode(place.tenant) .. ',"priority":' .. string.format('%.0f', place.priority) .. '}')
  redis.call('ZADD', line_of(place.tenant, place.priority), num(place.tag), story)
  local set = redis.call('HGET', parked, story)
  if set then redis.call('ZADD', set, 'XX', num(place.tag), story) end
end

-- Of the tenant's waiting stories with a priority from..to: the one with the earliest tag, or the latest. nil for none.
local function find(tenant, from, to, latest)
  local found, found_tag
  for priority = from, to do
    local line = line_of(tenant, priority)
    local first = latest and redis.call('ZREVRANGE', line, 0, 0, 'WITHSCORES') or redis.call('ZRANGE', line, 0, 0, 'WITHSCORES')
    local tag = tonumber(first[2])
    if tag and (not found or (latest and tag > found_tag) or (not latest and tag < found_tag)) then found, found_tag = first[1], tag end
  end
  return found, found_tag
end

-- Exchanges the tag of a place with that of a sibling that it goes before, or that goes before it. Answers with the sibling.
local function exchange(place)
  local others = {}
  for priority = lowest_priority, highest_priority do
    if priority ~= place.priority then others[#others + 1] = line_of(place.tenant, priority) end
  end
  -- Most tenants never name a priority.
  if redis.call('EXISTS', unpack(others)) == 0 then return nil end
  local other, tag = find(place.tenant, lowest_priority, place.priority - 1, false)
  if not (other and tag < place.tag) then
    other, tag = find(place.tenant, place.priority + 1, highest_priority, true)
    if not (other and tag > place.tag) then return nil end
  end
  local its = place_of(other)
  if not its then return nil end
  leave_line(other, its)
  its.tag, place.tag = place.tag, tag
  put(other, its)
  return other, its
end

-- Puts a story in line. Answers with {number, tag} of it, and {story, number} of a sibling that moved.
local function arrive(story, tenant, weight, priority)
  local before = place_of(story)
  if before then leave_line(story, before) end
  local tag = math.max(v, tonumber(redis.call('HGET', ends, tenant) or '0'))
  redis.call('HSET', ends, tenant, num(tag + 1 / weight))
  local place = { tag = tag, tenant = tenant, priority = priority }
  local other, its = exchange(place)
  put(story, place)
  local answer = { number_of(place.tag), num(place.tag) }
  if other then
    answer[3], answer[4] = other, number_of(its.tag)
  end
  return answer
end

-- Puts a story in line, unless it waits already and its turn has not passed: then it keeps its tag.
local function arrive_once(story, tenant, weight, priority)
  local place = place_of(story)
  if place and is_waiting(story, place) and place.tag >= v then return { number_of(place.tag), num(place.tag) } end
  return arrive(story, tenant, weight, priority)
end
