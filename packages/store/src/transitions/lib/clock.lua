-- The clock all processes share, and how long things are known.

-- Vendors report and list what they did for about a week; until then it is known which story an order belongs to (s). Which request a
-- vendor id answers must be known for as long as others are looked for by the same input: a day.
local found_for, taken_for = 691200, 86400
-- How long vendors repeat a report that was not taken (s): fal for two hours.
local reported_for = 10800
local function order_key(id) return root .. ':order:' .. id end
local function taken_key(vendor) return root .. ':taken:' .. vendor end

-- Milliseconds since the epoch; the same for all of a script.
local present
local function now()
  if not present then
    local t = redis.call('TIME')
    present = int(t[1] * 1000 + math.floor(t[2] / 1000))
  end
  return present
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
