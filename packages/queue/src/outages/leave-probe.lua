-- leave-probe: the story that has the probe did not use it, or its request ended without saying anything about the vendor.
-- ARGV: 2 story
-- Returns {}.
if field('probe') == ARGV[2] then redis.call('HDEL', breaker, 'probe', 'request', 'probeUntil') end
return {}
