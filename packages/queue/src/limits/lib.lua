-- Prepended to every script of this folder. One model's limit, shared by all processes: concurrent requests (permits) and images per
-- minute (a bucket, and what was learned from refusals). All times are Redis' own.
-- A permit belongs to a request. Until a turn has one, it has a permit of its own, `turn:<story>`, which its first request takes over.
-- Free permits go first to requests of running turns, in the order they asked, then to parked turns in the order of their tags: what has
-- begun is finished before more begins, and since only a grant starts a parked turn, none waits forever.
-- When the vendor refuses a request because there were too many (429), the model is closed: after a pause one single request, the probe,
-- is let through, and the others follow once it has passed. The rate is halved with each round of refusals and grows by one image a minute
-- every minute (additive increase, multiplicative decrease, as TCP does it). A round is what was sent since the last decrease.
-- KEYS: 1 held     Z  permit (`permits` below; the stored names stay) → end of its lease (ms)
--       2 line     Z  request of a running turn that waits for a permit → when it asked (µs)
--       3 alive    Z  the same requests → end of their lease (ms): those of a dead process leave the line
--       4 parked   Z  story whose next turn waits for a permit → its tag in the line of all tenants (without one: when it was parked, in µs)
--       5 bucket      when the bucket of images will be empty again (ms)
--       6 blocked     exists while nothing may be ordered
--       7 pace     H  rate (images a minute, as of `at`), at (ms), round (decreases so far); while closed also closed ('1'),
--                     refusals (rounds in a row), since (ms), words (the vendor's) and probe (the permit let through)
--       8 sent     Z  request and images that went out within the last minute → when (ms)
--       9 slots    H  (`departures`) request that waits for its images → round, and when it may go (ms)
--      10 index    H  model → last use (ms), concurrent requests, images per minute
-- ARGV: 1 model  2 concurrent requests (0: no limit)  3 most images per minute (0: no limit)  4 life of a lease (ms)
--       5 longest wait for images (ms)  6 channel on which granted requests are published  7 length of a minute (ms; shorter in tests)
--       the script's own arguments follow
local permits, line, alive, parked, bucket, blocked, pace, sent, departures, index = unpack(KEYS)
local model, at_once, ceiling, lease, longest = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local minute = tonumber(ARGV[7])
local unlimited = 1000000

-- How long the pace is remembered after the last refusal (ms): long enough to grow back to any rate of a real account.
local remembered = 86400000

local function int(n) return string.format('%.0f', n) end

local t = redis.call('TIME')
local now_us = t[1] * 1000000 + t[2]
local now = math.floor(now_us / 1000)

local function turn_of(story) return 'turn:' .. story end

local function use() redis.call('HSET', index, model, int(now) .. ' ' .. ARGV[2] .. ' ' .. ARGV[3]) end

local function give(permit) redis.call('ZADD', permits, int(now + lease), permit) end

local function has_one(permit) return redis.call('ZSCORE', permits, permit) ~= false end

local function leave_line(request)
  redis.call('ZREM', line, request)
  redis.call('ZREM', alive, request)
end

local function stand_in_line(request)
  redis.call('ZADD', line, 'NX', int(now_us), request)
  redis.call('ZADD', alive, int(now + lease), request)
end

-- The rest of the pause (ms).
local function blocked_for() return math.max(redis.call('PTTL', blocked), 0) end

local function round_now() return tonumber(redis.call('HGET', pace, 'round') or '0') end

-- Whether the vendor refused, and nothing has passed since; and after how many rounds of refusals.
local function is_closed()
  local p = redis.call('HMGET', pace, 'closed', 'refusals')
  return p[1] == '1', tonumber(p[2] or '0')
end

-- Images a minute at present, and whether that was learned from refusals; 0: no limit is known.
local function rate_now()
  local p = redis.call('HMGET', pace, 'rate', 'at', 'closed')
  if not p[1] then return ceiling, false end
  local rate = tonumber(p[1])
  if p[3] ~= '1' then rate = rate + math.max(now - tonumber(p[2]), 0) / minute end
  return ceiling > 0 and math.min(rate, ceiling) or rate, true
end

-- How long n images wait for the bucket, and when it is empty again after them (ms). Generic cell rate algorithm: a minute's images may
-- go out together, as vendors say they count; further ones are spread. After a refusal all are spread: it counts differently.
local function wait_for_images(n)
  local rate, learned = rate_now()
  if rate == 0 then return blocked_for(), 0 end
  local each = minute / rate
  local burst = (learned and n or math.max(rate, n)) * each
  local empty = math.max(tonumber(redis.call('GET', bucket) or '0'), now) + n * each
  return math.max(math.ceil(empty - burst - now), blocked_for(), 0), empty
end

local function take_images(empty)
  if empty > now then redis.call('SET', bucket, int(empty), 'PX', int(math.ceil(empty - now))) end
end

-- Takes back the permits of dead processes.
local function drop_dead()
  for _, permit in ipairs(redis.call('ZRANGE', permits, '-inf', int(now), 'BYSCORE')) do
    redis.call('ZREM', permits, permit)
    redis.call('HDEL', departures, permit)
  end
  for _, request in ipairs(redis.call('ZRANGE', alive, '-inf', int(now), 'BYSCORE')) do leave_line(request) end
end

-- Returns a permit, or a place in line.
local function give_back(permit)
  redis.call('ZREM', permits, permit)
  redis.call('HDEL', departures, permit)
  leave_line(permit)
  if redis.call('HGET', pace, 'probe') == permit then redis.call('HDEL', pace, 'probe') end
end

-- Stories whose turn was granted a permit by this script: its caller wakes their jobs.
local woken = {}

-- Grants the free permits. No turn is started whose first image would wait too long; while the model is closed, only the probe is granted.
local function grant()
  drop_dead()
  local free = (at_once == 0 and unlimited or at_once) - redis.call('ZCARD', permits)
  local closed = is_closed()
  if closed then
    local probe = redis.call('HGET', pace, 'probe')
    if blocked_for() > 0 or (probe and has_one(probe)) then return end
    free = math.min(free, 1)
  end
  while free > 0 do
    local permit = redis.call('ZRANGE', line, 0, 0)[1]
    if permit then
      leave_line(permit)
      redis.call('PUBLISH', ARGV[6], permit)
    else
      local story = wait_for_images(1) <= longest and redis.call('ZPOPMIN', parked)[1]
      if not story then return end
      permit = turn_of(story)
      woken[#woken + 1] = story
    end
    give(permit)
    if closed then redis.call('HSET', pace, 'probe', permit) end
    free = free - 1
  end
end
