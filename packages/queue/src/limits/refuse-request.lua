-- refuse-request: the vendor refused a request because there were too many. One script: the pause, and with the first refusal of a round
-- also the decrease. Requests sent before the last decrease say nothing about the rate of today.
-- The pause is what the vendor asks for; of two the later end counts. If it does not say, the pause doubles with each round refused in a
-- row, from the first to the longest one.
-- ARGV: 8 request  9 round it was sent in (-1: it was no order, but a question about one)  10 pause the vendor asks for (ms; -1: it does not say)
--       11 the vendor's words  12 first pause (ms)  13 longest pause (ms)  14 jitter, 0–1: up to a tenth is added, so that several
--       installations with one account do not return together
-- Returns {woken, pause (ms)}.
use()

-- The rate that is halved: the present one. Before the first refusal that is what went out within a minute, or since traffic began, if it is
-- less than the limit. Vendors count by 10 s at the shortest
-- (https://learn.microsoft.com/azure/ai-services/openai/how-to/quota: "a small period of time, typically 1 or 10 seconds").
local function base_rate()
  local rate, learned = rate_now()
  if learned then return rate end
  local images, first = 0, now
  for i, entry in ipairs(redis.call('ZRANGE', sent, int(now - minute), '+inf', 'BYSCORE', 'WITHSCORES')) do
    if i % 2 == 1 then images = images + tonumber(string.match(entry, ' (%d+)$')) else first = math.min(first, tonumber(entry)) end
  end
  local seen = images * minute / math.max(now - first, minute / 6)
  return rate > 0 and math.min(rate, seen) or seen
end

local request, of, asked = ARGV[8], tonumber(ARGV[9]), tonumber(ARGV[10])
local wait = asked >= 0 and asked or (of < 0 and tonumber(ARGV[12])) or 0
local refusals = 0
if of == round_now() then
  local closed = is_closed()
  -- A refused probe says that the pause was too short, not that one image was too many.
  if not closed then redis.call('HSET', pace, 'closed', '1', 'rate', tostring(math.max(base_rate() / 2, 1)), 'at', int(now)) end
  redis.call('HSET', pace, 'words', ARGV[11])
  redis.call('HINCRBY', pace, 'round', 1)
  refusals = redis.call('HINCRBY', pace, 'refusals', 1)
  redis.call('HSETNX', pace, 'since', int(now))
  redis.call('DEL', bucket)
  if asked < 0 then wait = math.min(tonumber(ARGV[12]) * 2 ^ (refusals - 1), tonumber(ARGV[13])) end
  redis.call('PEXPIRE', pace, int(remembered))
end
wait = math.ceil(wait * (1 + tonumber(ARGV[14]) / 10))
if wait > blocked_for() then redis.call('SET', blocked, '1', 'PX', int(wait)) end
give_back(request)
-- They ask again, and their turns end.
if blocked_for() > longest or refusals > 1 then
  for _, waiting in ipairs(redis.call('ZRANGE', line, 0, -1)) do redis.call('PUBLISH', ARGV[6], waiting) end
end
grant()
return { woken, blocked_for() }
