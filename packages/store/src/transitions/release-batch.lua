-- release-batch: drawing → waiting, without using up a try: a rate limit, a drain, a pause of the provider, a cancelled story.
-- Guard: fence; the batch is drawing.
-- KEYS: 1 story  2 lock   ARGV: 1 token  2 fence  3 batch  4 code
-- Returns {'released', story status} | {'fenced'}.
if not owns(ARGV[1], ARGV[2]) then return { 'fenced' } end
local k, batches = ARGV[3], story .. ':batches'
if redis.call('HGET', batches, k .. '.status') ~= 'drawing' then return { 'fenced' } end
redis.call('HSET', batches, k .. '.status', 'waiting')
end_attempt(k, 'yielded', ',"code":' .. cjson.encode(ARGV[4]))
return { 'released', redis.call('HGET', story, 'status') }
