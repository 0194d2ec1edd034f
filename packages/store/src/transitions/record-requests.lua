-- record-requests: counts requests to a provider that ended, in the present minute by Redis' clock.
-- KEYS: 1 prefix of the provider's minutes
-- ARGV: 1 how long a minute is kept (s), then per count: field, by how much it grows
-- Returns {'recorded'}.
local key = KEYS[1] .. ':' .. int(math.floor(tonumber(now()) / 60000))
for i = 2, #ARGV, 2 do redis.call('HINCRBY', key, ARGV[i], ARGV[i + 1]) end
redis.call('EXPIRE', key, ARGV[1])
-- They also used up room in the provider's rate limits.
local operations = string.match(KEYS[1], '^(.*):stats:') .. ':operations'
redis.call('PUBLISH', operations, 'stats')
redis.call('PUBLISH', operations, 'providers')
return { 'recorded' }
