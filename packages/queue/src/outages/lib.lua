-- Prepended to every script of this folder. The circuit breaker of one provider, shared by all processes. All times are Redis' own.
-- Closed, requests go out. Several that fail because the vendor cannot be reached, or fails itself (5xx, gateway pages), without any that
-- succeeds between them, open it: nothing is ordered then. When the wait is over, one process asks the vendor for something free, if there is
-- such a thing; if it answers, the breaker is half open: one single request, the probe, goes out. If that one succeeds the breaker is closed;
-- if not, it is open again for twice as long.
-- KEYS: 1 breaker  H  while open: since (ms), words (the vendor's), opened (times in a row), until (ms),
--                     ready ('1': half open), probe (story), request, probeUntil (end of the probe's lease, ms),
--                     asking (end of the lease of the process that asks for something free, ms)
--       2 failed   Z  what failed → when (ms), while closed
-- ARGV: 1 life of a lease (ms); the script's own arguments follow
local breaker, failed = KEYS[1], KEYS[2]
local lease = tonumber(ARGV[1])

local function int(n) return string.format('%.0f', n) end

local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)

local function field(name) return redis.call('HGET', breaker, name) end
local function number(name) return tonumber(field(name) or '0') end

local function is_open() return redis.call('HEXISTS', breaker, 'since') == 1 end

-- How long nothing goes out (ms): the first wait, doubled each time, up to the longest.
local function open_for(first, longest)
  local times = redis.call('HINCRBY', breaker, 'opened', 1)
  local wait = math.min(first * 2 ^ (times - 1), longest)
  redis.call('HSET', breaker, 'until', int(now + wait))
  redis.call('HDEL', breaker, 'ready', 'probe', 'request', 'probeUntil', 'asking')
  return wait
end

-- Followers of the operations see it.
local function announce() redis.call('PUBLISH', string.match(breaker, '^(.*):outage:') .. ':operations', 'providers') end

local function still_open(kind)
  return { kind, number('since'), field('words') or '', math.max(number('until') - now, 0) }
end
