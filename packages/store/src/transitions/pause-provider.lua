-- pause-provider: running → paused, for everybody.
-- KEYS: 1 provider   ARGV: 1 reason  2 fingerprint of the credential, '' when an operator paused it
-- Returns {'paused'} | {'unchanged'}: only the first of many workers that fail together raises the alarm.
local at = redis.call('TIME')
if redis.call('HSETNX', KEYS[1], 'paused', ARGV[1]) == 0 then return { 'unchanged' } end
redis.call('HSET', KEYS[1], 'fingerprint', ARGV[2], 'since', string.format('%.0f', at[1] * 1000))
redis.call('PUBLISH', string.match(KEYS[1], '^(.*):provider:') .. ':operations', 'providers')
return { 'paused' }
