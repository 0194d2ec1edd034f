-- renew-probe: extends the lease of the story that has the probe, together with its lock.
-- ARGV: 2 story
-- Returns {}.
if field('probe') == ARGV[2] then redis.call('HSET', breaker, 'probeUntil', int(now + lease)) end
return {}
