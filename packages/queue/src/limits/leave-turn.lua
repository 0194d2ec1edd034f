-- leave-turn: a turn ends without having used its permit.
-- ARGV: 7 story
-- Returns woken: stories whose turn was granted a permit.
redis.call('ZREM', held, turn_of(ARGV[7]))
redis.call('ZREM', parked, ARGV[7])
grant()
return woken
