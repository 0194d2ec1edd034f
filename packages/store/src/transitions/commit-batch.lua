-- commit-batch: drawing → drawn. Kept frames become takes and are selected; the last batch moves the story on to composing;
-- an approval gate stops it.
-- Guard: fence; the batch is drawing; every panel has a kept frame.
-- KEYS: 1 story  2 lock   ARGV: 1 token  2 fence  3 batch  4 reference (JSON or '')
-- Returns {'committed', 'more' | 'composing' | 'rest'} | {'fenced'} | {'incomplete', panel}. Events: batch.drawn, story.status.
if not owns(ARGV[1], ARGV[2]) then return { 'fenced' } end
local k, batches = ARGV[3], story .. ':batches'
local b = redis.call('HMGET', batches, k .. '.status', k .. '.first', k .. '.last')
if b[1] ~= 'drawing' then return { 'fenced' } end
local numbers = {}
for n = tonumber(b[2]), tonumber(b[3]) do numbers[#numbers + 1] = n end
local kept = redis.call('HMGET', story .. ':kept', unpack(numbers))
for i, n in ipairs(numbers) do
  if not kept[i] then return { 'incomplete', n } end
end
local counts = {}
for i, n in ipairs(numbers) do counts[i] = n .. '.count' end
counts = redis.call('HMGET', story .. ':takes', unpack(counts))
local before = redis.call('HMGET', story .. ':selected', unpack(numbers))
local takes, selected = {}, {}
for i, n in ipairs(numbers) do
  -- A frame carried over from the take already selected is that take, not a new one.
  if before[i] ~= kept[i] then
    local t = tonumber(counts[i] or '0') + 1
    local at = #takes
    takes[at + 1], takes[at + 2], takes[at + 3], takes[at + 4] = n .. '.count', t, n .. '.' .. t, kept[i]
    selected[#selected + 1] = n
    selected[#selected + 1] = kept[i]
  end
end
if #selected > 0 then
  redis.call('HSET', story .. ':takes', unpack(takes))
  redis.call('HSET', story .. ':selected', unpack(selected))
end
redis.call('HDEL', story .. ':kept', unpack(numbers))
redis.call('HSET', batches, k .. '.status', 'drawn', k .. '.reference', ARGV[4])
redis.call('HDEL', batches, k .. '.tries', k .. '.strikes')
end_attempt(k, 'drawn')
emit('batch.drawn', '{"batch":' .. k .. ',"panels":[' .. b[2] .. ',' .. b[3] .. ']}')
local h = redis.call('HMGET', story, 'status', 'approveAfter', 'approved')
if h[1] ~= 'drawing' then
  touch()
  return { 'committed', 'rest' }
end
if not first_undrawn() then
  set_status(working_status())
  return { 'committed', 'composing' }
end
if h[2] and h[2] ~= '' and h[3] ~= '1' and tonumber(k) >= tonumber(h[2]) then
  set_status('needs_attention', 'approval')
  return { 'committed', 'rest' }
end
touch()
return { 'committed', 'more' }
