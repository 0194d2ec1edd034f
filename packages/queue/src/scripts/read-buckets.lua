-- read-buckets: what is taken from the buckets used lately, and forgets those that were not.
-- KEYS: 1 index: name → last use (ms), images a minute   ARGV: 1 prefix of the buckets' keys  2 how long is lately (ms)
-- Returns {name, images a minute (0: no limit), ms until it is empty again, blocked (ms)} of each.
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local uses = redis.call('HGETALL', KEYS[1])
local buckets = {}
for i = 1, #uses, 2 do
  local name = uses[i]
  local used, rate = string.match(uses[i + 1], '^(%S+) (%S+)$')
  local key = ARGV[1] .. name
  local blocked = math.max(redis.call('PTTL', key .. ':blocked'), 0)
  if tonumber(used) < now - tonumber(ARGV[2]) and blocked == 0 then
    redis.call('HDEL', KEYS[1], name)
  else
    local empty = math.max(tonumber(redis.call('GET', key) or '0') - now, 0)
    buckets[#buckets + 1] = { name, rate, string.format('%.0f', empty), blocked }
  end
end
return buckets
