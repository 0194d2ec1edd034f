-- fail-batch: drawing → failed; story → needs_attention, unless it has been stopped since.
-- Guard: fence; the batch is drawing.
-- KEYS: 1 story  2 lock   ARGV: 1 token  2 fence  3 batch  4 code  5 failure (JSON: code, detail)  6 provider's part of the time (ms)
--       7… panel (*: whole batch), failure (JSON), …
-- Returns {'failed'} | {'fenced'}. Events: panel.failed, batch.failed, budget.reached, story.status.
if not owns(ARGV[1], ARGV[2]) then return { 'fenced' } end
local k, batches = ARGV[3], story .. ':batches'
if redis.call('HGET', batches, k .. '.status') ~= 'drawing' then return { 'fenced' } end
drop_intended(k)
redis.call('HSET', batches, k .. '.status', 'failed')
end_attempt(k, 'failed', ',"failure":' .. ARGV[5], ARGV[6])
for i = 7, #ARGV, 2 do
  redis.call('HSET', story .. ':failures', ARGV[i], ARGV[i + 1])
  if ARGV[i] ~= '*' then
    emit('panel.failed', '{' .. panel_ref(ARGV[i]) .. ',' .. batch_ref(k) .. ',"failure":' .. ARGV[i + 1] .. '}')
  end
end
emit('batch.failed', '{' .. batch_ref(k) .. ',"retry":false,"code":' .. cjson.encode(ARGV[4]) .. '}')
if ARGV[4] == 'budget' then emit('budget.reached', '{' .. batch_ref(k) .. '}') end
local status = redis.call('HGET', story, 'status')
if is_active(status) then set_status('needs_attention', ARGV[4]) else touch() end
if status == 'cancelled' then
  give_up_ordered(k, 'cancelled', true)
end
watch_fetch()
return { 'failed' }
