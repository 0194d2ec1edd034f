-- retry-batch: drawing → waiting after a failed try that may be repeated; one try is used up.
-- Guard: fence; the batch is drawing.
-- KEYS: 1 story  2 lock   ARGV: 1 token  2 fence  3 batch  4 failure (JSON: code, detail)  5 code  6 provider's part of the time (ms)
--       7 how long the story rests before its next turn (ms)
-- Returns {'waiting', story status} | {'fenced'}. Events: batch.failed with retry true; story.waiting, when the story had waited.
if not owns(ARGV[1], ARGV[2]) then return { 'fenced' } end
local k, batches = ARGV[3], story .. ':batches'
if redis.call('HGET', batches, k .. '.status') ~= 'drawing' then return { 'fenced' } end
drop_intended(k)
rest_for(ARGV[7])
go_on()
local tries = redis.call('HINCRBY', batches, k .. '.tries', 1)
redis.call('HSET', batches, k .. '.status', 'waiting')
end_attempt(k, 'failed', ',"failure":' .. ARGV[4], ARGV[6])
emit('batch.failed', '{' .. batch_ref(k) .. ',"retry":true,"tries":' .. tries .. ',"code":' .. cjson.encode(ARGV[5]) .. '}')
touch()
if redis.call('HGET', story, 'status') == 'cancelled' then
  give_up_ordered(k, 'cancelled', true)
end
watch_fetch()
return { 'waiting', redis.call('HGET', story, 'status') }
