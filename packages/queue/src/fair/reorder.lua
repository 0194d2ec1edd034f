-- reorder: a user changed the priority of a story that may be waiting.
-- ARGV: 1 story  2 priority
-- Returns {story, number, …} of the jobs that moved.
local place = place_of(ARGV[1])
if not place then return {} end
local waits = is_waiting(ARGV[1], place)
leave_line(ARGV[1], place)
place.priority = tonumber(ARGV[2])
if not waits then
  redis.call('HSET', places, ARGV[1], '{"tag":' .. num(place.tag) .. ',"tenant":' .. cjson.encode(place.tenant) .. ',"priority":' .. string.format('%.0f', place.priority) .. '}')
  return {}
end
local other, its = exchange(place)
put(ARGV[1], place)
if not other then return {} end
return { ARGV[1], number_of(place.tag), other, number_of(its.tag) }
