-- Prepended to every script of this folder. One model's limit, shared by all processes: concurrent requests (permits) and images per
-- minute (a bucket). All times are Redis' own.
-- A permit belongs to a request. Until a turn has one, it has a permit of its own, `turn:<story>`, which its first request takes over.
-- Free permits go first to requests of running turns, in the order they asked, then to parked turns in the order they were parked: what has
-- begun is finished before more begins, and since only a grant starts a parked turn, none waits forever.
-- KEYS: 1 held     Z  permit → end of its lease (ms)
--       2 line     Z  request of a running turn that waits for a permit → when it asked (µs)
--       3 alive    Z  the same requests → end of their lease (ms): those of a dead process leave the line
--       4 parked   Z  story whose next turn waits for a permit → when it was parked (µs)
--       5 bucket      when the bucket of images will be empty again (ms)
--       6 blocked     exists while the vendor asked for a pause
--       7 index    H  model → last use (ms), concurrent requests, images per minute
-- ARGV: 1 model  2 concurrent requests (0: no limit)  3 images per minute (0: no limit)  4 life of a lease (ms)
--       5 longest wait for images (ms)  6 channel on which granted requests are published; the script's own arguments follow
local held, line, alive, parked, bucket, blocked, index = unpack(KEYS)
local model, at_once, rate, lease, longest = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local unlimited = 1000000

local function int(n) return string.format('%.0f', n) end

local t = redis.call('TIME')
local now_us = t[1] * 1000000 + t[2]
local now = math.floor(now_us / 1000)

local function turn_of(story) return 'turn:' .. story end

local function use() redis.call('HSET', index, model, int(now) .. ' ' .. ARGV[2] .. ' ' .. ARGV[3]) end

local function hold(permit) redis.call('ZADD', held, int(now + lease), permit) end

local function leave_line(request)
  redis.call('ZREM', line, request)
  redis.call('ZREM', alive, request)
end

local function stand_in_line(request)
  redis.call('ZADD', line, 'NX', int(now_us), request)
  redis.call('ZADD', alive, int(now + lease), request)
end

-- The rest of the pause that the vendor asked for (ms).
local function blocked_for() return math.max(redis.call('PTTL', blocked), 0) end

-- How long n images wait for the bucket, and when it is empty again after them (ms). Generic cell rate algorithm: a minute's images may
-- go out together, as vendors count; further ones are spread.
local function wait_for_images(n)
  if rate == 0 then return blocked_for(), 0 end
  local each = 60000 / rate
  local burst = math.max(rate, n) * each
  local empty = math.max(tonumber(redis.call('GET', bucket) or '0'), now) + n * each
  return math.max(math.ceil(empty - burst - now), blocked_for(), 0), empty
end

local function take_images(empty)
  if rate > 0 then redis.call('SET', bucket, int(empty), 'PX', int(math.ceil(empty - now))) end
end

-- Stories whose turn was granted a permit by this script: its caller wakes their jobs.
local woken = {}

-- Takes back the permits of dead processes, then grants the free ones. No turn is started whose first image would wait too long.
local function grant()
  redis.call('ZREMRANGEBYSCORE', held, '-inf', int(now))
  for _, request in ipairs(redis.call('ZRANGE', alive, '-inf', int(now), 'BYSCORE')) do leave_line(request) end
  local free = (at_once == 0 and unlimited or at_once) - redis.call('ZCARD', held)
  while free > 0 do
    local request = redis.call('ZRANGE', line, 0, 0)[1]
    if request then
      leave_line(request)
      hold(request)
      redis.call('PUBLISH', ARGV[6], request)
    else
      local story = wait_for_images(1) <= longest and redis.call('ZPOPMIN', parked)[1]
      if not story then return end
      hold(turn_of(story))
      woken[#woken + 1] = story
    end
    free = free - 1
  end
end
