-- end-collecting: a turn that only collected what was ordered for a batch is over. Status and attempts of the batch stay as they are.
-- Guard: fence; the turn collects this batch.
-- KEYS: 1 story  2 lock   ARGV: 1 token  2 fence  3 batch  4 when it is looked at again, if something is still at a vendor (ms from now)
-- Returns {'ended', story status, how long until something can be fetched (ms), '' when nothing can} | {'fenced'}.
if not owns(ARGV[1], ARGV[2]) or redis.call('HGET', story, 'collecting') ~= ARGV[3] then return { 'fenced' } end
local k, batches = ARGV[3], story .. ':batches'
redis.call('HDEL', story, 'collecting')
redis.call('HDEL', batches, k .. '.deaths')
redis.call('HSET', batches, k .. '.lookAt', int(tonumber(now()) + tonumber(ARGV[4])))
if redis.call('HGET', batches, k .. '.status') == 'drawn' then drop_orders(k) end
watch_fetch()
touch()
local due, later = first_to_fetch()
return { 'ended', redis.call('HGET', story, 'status'), due and 0 or later or '' }
