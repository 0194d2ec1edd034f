-- leave-turn: a turn ends without having used its permit.
-- ARGV: 8 story
-- Returns woken: stories whose turn was granted a permit.
give_back(turn_of(ARGV[8]))
redis.call('ZREM', parked, ARGV[8])
grant()
return woken
