-- take-images: room for n images in the bucket of a model, shared by all processes (generic cell rate algorithm: the key holds
-- the time at which the bucket will be empty again). Room that comes within the longest wait is taken at once.
-- The index remembers which buckets are in use: read-buckets shows those.
-- KEYS: 1 bucket  2 blocked  3 index: name → last use (ms), images a minute
-- ARGV: 1 images  2 images a minute, 0 for no limit  3 longest wait (ms)  4 name of the bucket
-- Returns {'taken', wait (ms)} | {'full', wait (ms)}.
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
redis.call('HSET', KEYS[3], ARGV[4], string.format('%.0f', now) .. ' ' .. ARGV[2])
local blocked = math.max(redis.call('PTTL', KEYS[2]), 0)
local longest = tonumber(ARGV[3])
if blocked > longest then return { 'full', blocked } end
local rate = tonumber(ARGV[2])
if rate == 0 then return { 'taken', blocked } end
local each = 60000 / rate
-- What a minute allows may go out together, as vendors count; what follows is spread.
local burst = math.max(rate, tonumber(ARGV[1])) * each
local empty = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now) + tonumber(ARGV[1]) * each
local wait = math.max(math.ceil(empty - burst - now), blocked, 0)
if wait > longest then return { 'full', wait } end
redis.call('SET', KEYS[1], string.format('%.0f', empty), 'PX', string.format('%.0f', math.ceil(empty - now)))
return { 'taken', wait }
