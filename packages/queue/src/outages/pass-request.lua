-- pass-request: the vendor answered a request. Of a probe it closes the breaker; what was on its way when it opened does not.
-- ARGV: 2 story  3 request
-- Returns {'closed'} | {'open'} | {'up', since (ms)}: closed by this very answer.
redis.call('DEL', failed)
if not is_open() then return { 'closed' } end
if field('probe') ~= ARGV[2] or (field('request') or ARGV[3]) ~= ARGV[3] then return { 'open' } end
local since = number('since')
redis.call('DEL', breaker)
announce()
return { 'up', since }
