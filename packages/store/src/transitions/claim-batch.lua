-- claim-batch: the first batch that is not drawn: waiting → drawing; story: queued → drawing. Fence + 1.
-- Guard: the lock is ours; the story is queued or drawing. A batch found drawing was left by a pick-up that died: its attempt
-- is closed as crashed, and after too many deaths without one kept frame the batch fails and a person is asked. While the
-- provider is paused nothing is claimed; the story says once that it waits for that.
-- KEYS: 1 story  2 lock   ARGV: 1 token  2 strikes allowed
-- Returns {'lost'} | {'gone'} | {'rest', status} | {'provider_paused'}
--       | {'claimed', fence, k, first, last, attempt, tries, spec, PanelSpec[], kept[], anchor, reference, requests[], tenant}
--         with '' where there is no frame, and requests as id, state, vendor id, id, …  Events: story.status, batch.started, batch.failed, provider.paused.
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return { 'lost' } end
local status = redis.call('HGET', story, 'status')
if not status then return { 'gone' } end
if status ~= 'queued' and status ~= 'drawing' then return { 'rest', status } end
local provider = redis.call('HGET', story, 'provider')
local paused = redis.call('HGET', root .. ':provider:' .. provider, 'paused')
if paused then
  wait_for('provider_paused', cjson.encode({ provider = provider, reason = paused }))
  return { 'provider_paused' }
end
local k = first_undrawn()
if not k then
  set_status(working_status())
  return { 'rest', 'composing' }
end
local fence = redis.call('HINCRBY', story, 'fence', 1)
local batches = story .. ':batches'
local b = redis.call('HMGET', batches, k .. '.status', k .. '.first', k .. '.last', k .. '.strikes', k .. '.keptAtStart', k .. '.requests', k .. '.tries')
local first, last = tonumber(b[2]), tonumber(b[3])
local numbers = {}
for n = first, last do numbers[#numbers + 1] = n end
local kept = redis.call('HMGET', story .. ':kept', unpack(numbers))
local kept_count = 0
for i = 1, #numbers do
  if kept[i] then kept_count = kept_count + 1 else kept[i] = '' end
end
if b[1] == 'drawing' then
  local strikes = kept_count > tonumber(b[5] or '0') and 0 or tonumber(b[4] or '0') + 1
  end_attempt(k, 'crashed')
  redis.call('HSET', batches, k .. '.strikes', strikes)
  if strikes >= tonumber(ARGV[2]) then
    redis.call('HSET', batches, k .. '.status', 'failed')
    redis.call('HSET', story .. ':failures', 0, cjson.encode({ code = 'crash_loop', batch = k,
      detail = 'the process drawing this batch died ' .. strikes .. ' times in a row; look at the logs, then resume' }))
    emit('batch.failed', '{"batch":' .. k .. ',"code":"crash_loop"}')
    set_status('needs_attention', 'crash_loop')
    return { 'rest', 'needs_attention' }
  end
end
local attempt = redis.call('HINCRBY', batches, k .. '.attempts', 1)
redis.call('HSET', batches, k .. '.status', 'drawing', k .. '.keptAtStart', kept_count)
redis.call('HSET', story .. ':attempts', k .. '.' .. attempt .. '.start', '{"at":' .. now() .. ',"fence":' .. fence .. '}')
if status == 'queued' then set_status('drawing') end
emit('batch.started', '{"batch":' .. k .. ',"attempt":' .. attempt .. ',"panels":[' .. first .. ',' .. last .. ']}')
local selected = { false, false }
if first > 1 then selected = redis.call('HMGET', story .. ':selected', 1, first - 1) end
local requests = {}
for id in string.gmatch(b[6] or '', '%S+') do
  local r = redis.call('HMGET', story .. ':requests', id .. '.state', id .. '.vendor')
  requests[#requests + 1] = id
  requests[#requests + 1] = r[1]
  requests[#requests + 1] = r[2] or ''
end
return { 'claimed', fence, k, first, last, attempt, tonumber(b[7] or '0'), redis.call('HGET', story, 'spec'),
  redis.call('HMGET', story .. ':panels', unpack(numbers)), kept, selected[1] or '', selected[2] or '', requests,
  redis.call('HGET', story, 'tenant') }
