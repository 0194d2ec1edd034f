-- begin: the turn of a story begins: V moves to its tag. The place stays, so that the job of a worker that dies comes back without another tag.
-- ARGV: 1 story
-- Returns {'begun'}.
local place = place_of(ARGV[1])
redis.call('HDEL', parked, ARGV[1])
if place then
  leave_line(ARGV[1], place)
  if place.tag > v then redis.call('HSET', clock, 'v', num(place.tag)) end
end
return { 'begun' }
