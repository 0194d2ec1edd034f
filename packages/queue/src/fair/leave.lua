-- leave: the story rests for its own reasons, or its job is done.
-- ARGV: 1 story
-- Returns {'left'}.
local place = place_of(ARGV[1])
if place then leave_line(ARGV[1], place) end
redis.call('HDEL', places, ARGV[1])
redis.call('HDEL', parked, ARGV[1])
return { 'left' }
