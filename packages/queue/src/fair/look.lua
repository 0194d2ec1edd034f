-- look: a worker took the story's job. One that has no place comes back from a wait of its own, or is of an older release: it gets a tag now.
-- KEYS: 2 BullMQ's prioritized jobs  3 its jobs without priority
-- ARGV: as in arrive
-- Returns {'go', tag} | {'later', number, tag, …}: others come first; the rest as in arrive.
local place = place_of(ARGV[1])
if place then return { 'go', num(place.tag) } end
local answer = arrive(ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]))
-- BullMQ's scores are priority × 2^32 + a counter.
local first = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')[2]
local comes_first = first and math.floor(tonumber(first) / 4294967296) < tonumber(answer[1])
if comes_first or redis.call('LLEN', KEYS[3]) > 0 then return { 'later', unpack(answer) } end
return { 'go', answer[2] }
