-- arrive: a story becomes ready for a turn: it was submitted or resumed, or had a turn.
-- ARGV: 1 story  2 tenant  3 weight  4 priority (−10 … 10)
-- Returns {number, tag}, and {…, other story, its number} when a sibling exchanged its tag. One that waits already keeps its tag, unless V has passed it.
local place = place_of(ARGV[1])
if place and is_waiting(ARGV[1], place) and place.tag >= v then return { number_of(place.tag), num(place.tag) } end
return arrive(ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]))
