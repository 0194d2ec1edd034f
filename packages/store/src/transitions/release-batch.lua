-- release-batch: drawing → waiting, without using up a try: a rate limit, a drain, a pause of the provider, a cancelled story.
-- Guard: fence; the batch is drawing.
-- KEYS: 1 story  2 lock   ARGV: 1 token  2 fence  3 batch  4 code  5 data of the event (JSON)
-- Returns {'released', story status} | {'fenced'}. Event: provider.paused.
if not owns(ARGV[1], ARGV[2]) then return { 'fenced' } end
local k, batches = ARGV[3], story .. ':batches'
if redis.call('HGET', batches, k .. '.status') ~= 'drawing' then return { 'fenced' } end
redis.call('HSET', batches, k .. '.status', 'waiting')
if is_active(redis.call('HGET', story, 'status')) and (ARGV[4] == 'provider_paused' or ARGV[4] == 'rate_limited') then
  wait_for(ARGV[4], ARGV[5])
end
end_attempt(k, 'yielded', ',"code":' .. cjson.encode(ARGV[4]))
return { 'released', redis.call('HGET', story, 'status') }
