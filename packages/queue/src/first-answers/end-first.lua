-- end-first: the request is over.
-- ARGV: 4 '1' if its answer was understood
-- Returns 'ended'.
if ARGV[4] == '1' then redis.call('SADD', proven, route) end
if is_first() then redis.call('DEL', first) end
return 'ended'
