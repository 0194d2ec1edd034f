-- submit-story: nothing → queued.
-- Guard: the idempotency key, if any, is unused.
-- ARGV: 1 tenant  2 created (ms)  3 idempotency key or ''  4 body hash  5 header pairs n  6… field, value × n
--       then panels m, PanelSpec × m, then batches b, (first, last) × b
-- Returns {'submitted'} | {'replayed', story id} | {'mismatch'}. Event: story.status.
local tenant, created, idem, body = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
-- The answer was lost and it is sent again: what lives already stays as it is.
if idem == '' and redis.call('EXISTS', story) == 1 then return { 'submitted' } end
if idem ~= '' then
  local key = root .. ':idempotency:' .. tenant
  local known = redis.call('HGET', key, idem)
  if known then
    local id, hash = string.match(known, '^(%S+) (%S+)$')
    if hash ~= body then return { 'mismatch' } end
    return { 'replayed', id }
  end
  redis.call('HSET', key, idem, story_id .. ' ' .. body)
end
local at = 6
redis.call('HSET', story, 'id', story_id, 'tenant', tenant, 'created', created, 'idempotency', idem, 'fence', 0, 'spent', 0, 'possibly', 0)
for _ = 1, tonumber(ARGV[5]) do
  redis.call('HSET', story, ARGV[at], ARGV[at + 1])
  at = at + 2
end
local panels = tonumber(ARGV[at])
for n = 1, panels do redis.call('HSET', story .. ':panels', n, ARGV[at + n]) end
at = at + panels + 1
local batches = tonumber(ARGV[at])
for k = 1, batches do
  redis.call('HSET', story .. ':batches', k .. '.status', 'waiting', k .. '.first', ARGV[at + 2 * k - 1], k .. '.last', ARGV[at + 2 * k])
end
redis.call('HSET', story, 'panels', panels, 'batches', batches)
redis.call('ZADD', root .. ':tenant:' .. tenant .. ':created', created, story_id)
set_status('queued')
return { 'submitted' }
