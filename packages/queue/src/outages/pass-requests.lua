-- pass-requests: the vendor answered requests of a story. Of a probe it closes the breaker; what was on its way when it opened does not.
-- ARGV: 2 story  3… requests
-- Returns {'closed'} | {'open'} | {'up', since (ms)}: closed by these answers.
redis.call('DEL', failed)
if not is_open() then return { 'closed' } end
if field('probe') ~= ARGV[2] then return { 'open' } end
local probe, is_among = field('request'), false
for i = 3, #ARGV do is_among = is_among or not probe or ARGV[i] == probe end
if not is_among then return { 'open' } end
local since = number('since')
redis.call('DEL', breaker)
announce()
return { 'up', since }
