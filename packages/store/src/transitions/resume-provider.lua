-- resume-provider: paused → running.
-- KEYS: 1 provider   ARGV: 1 '' for an operator; otherwise the fingerprint of a credential, which lifts only a pause that another one caused
-- Returns {'resumed'} | {'unchanged'}.
local p = redis.call('HMGET', KEYS[1], 'paused', 'fingerprint')
if not p[1] then return { 'unchanged' } end
if ARGV[1] ~= '' and (p[2] == '' or p[2] == ARGV[1]) then return { 'unchanged' } end
redis.call('DEL', KEYS[1])
redis.call('PUBLISH', string.match(KEYS[1], '^(.*):provider:') .. ':operations', 'providers')
return { 'resumed' }
