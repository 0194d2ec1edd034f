-- enter: a story is given a job, unless it has one: then nothing changes.
-- KEYS: 2 its job  3 the line of BullMQ, by priority  4 jobs before that line
-- ARGV: as of arrive
-- Returns {} for one with a job, {number, place in line, waiting} as they are once the job is added, and {number, 0, 0, other story, its number}
-- when a sibling exchanged its tag: the place is known when that one has moved.
if redis.call('EXISTS', KEYS[2]) == 1 then return {} end
local number, _, other, its_number = unpack(arrive_once(ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])))
if other then return { number, 0, 0, other, its_number } end
-- BullMQ scores a job with its priority × 2^32, and a number that grows by one with each job.
local before = redis.call('ZCOUNT', KEYS[3], '-inf', string.format('(%.0f', (tonumber(number) + 1) * 4294967296))
local unplaced = redis.call('LLEN', KEYS[4])
return { number, before + unplaced + 1, redis.call('ZCARD', KEYS[3]) + unplaced + 1 }
