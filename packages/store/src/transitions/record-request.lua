-- record-request: counts one request to a provider that ended, in the minute it ended by Redis' clock.
-- KEYS: 1 prefix of the provider's minutes
-- ARGV: 1 images  2 1 when it failed, else 0  3 class of its duration, '' for none  4 how long a minute is kept (s)
-- Returns {'recorded'}.
local key = KEYS[1] .. ':' .. int(math.floor(tonumber(now()) / 60000))
redis.call('HINCRBY', key, 'requests', 1)
if ARGV[1] ~= '0' then redis.call('HINCRBY', key, 'images', ARGV[1]) end
if ARGV[2] ~= '0' then redis.call('HINCRBY', key, 'failed', 1) end
if ARGV[3] ~= '' then redis.call('HINCRBY', key, 'ms' .. ARGV[3], 1) end
redis.call('EXPIRE', key, ARGV[4])
-- It also used up room in the provider's rate limits.
local operations = string.match(KEYS[1], '^(.*):stats:') .. ':operations'
redis.call('PUBLISH', operations, 'stats')
redis.call('PUBLISH', operations, 'providers')
return { 'recorded' }
