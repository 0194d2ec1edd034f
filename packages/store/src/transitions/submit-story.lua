-- submit-story: nothing → queued.
-- Guard: the idempotency key, if any, is unused; the tenant may have another story that is not finished.
-- ARGV: 1 tenant  2 created (ms)  3 idempotency key or ''  4 body hash  5 header pairs n  6… field, value × n
--       then pages (JSON), panels m, (id, PanelSpec) × m in reading order, then batches b, (id, panel ids) × b in chain order,
--       then plates p, (id, PanelSpec) × p, then batches of plates q, (id, panel ids) × q in the order they are drawn,
--       then, of a copy, frames f, (panel id, frame) × f, which count as kept, editions e, (language, edition) × e, 1 when it starts paused,
--       and the PanelSpec of the cover, '' for a story whose cover is not drawn
-- Returns {'submitted'} | {'full', active stories, limit} | {'replayed', story id} | {'mismatch'}. Event: story.status.
local tenant, created, idem, body = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
-- The answer was lost and it is sent again: what lives already stays as it is.
if idem == '' and redis.call('EXISTS', story) == 1 then return { 'submitted' } end
local most = limit_of(settings_of(tenant), 'waitingStories')
local active = most and redis.call('SCARD', root .. ':tenant:' .. tenant .. ':working') or 0
local is_full = most and active >= most
if idem ~= '' then
  local key = root .. ':idempotency:' .. tenant
  local known = redis.call('HGET', key, idem)
  if known then
    local id, hash = string.match(known, '^(%S+) (%S+)$')
    if hash ~= body then return { 'mismatch' } end
    return { 'replayed', id }
  end
  if not is_full then redis.call('HSET', key, idem, story_id .. ' ' .. body) end
end
if is_full then return { 'full', int(active), int(most) } end
local at = 6
redis.call('HSET', story, 'id', story_id, 'tenant', tenant, 'created', created, 'idempotency', idem, 'fence', 0, 'spent', 0, 'possibly', 0, 'schema', int(schema))
for _ = 1, tonumber(ARGV[5]) do
  redis.call('HSET', story, ARGV[at], ARGV[at + 1])
  at = at + 2
end
-- A story that asks for exactly what another asked for says so. The first of them stays the one that is named.
local same, sames = redis.call('HGET', story, 'same'), root .. ':tenant:' .. tenant .. ':same'
if same and same ~= '' then
  local other = redis.call('HGET', sames, same)
  local status = other and redis.call('HGET', root .. ':story:' .. other, 'status')
  if status and status ~= 'cancelled' then
    redis.call('HSET', story, 'duplicateOf', other)
  else
    redis.call('HSET', sames, same, story_id)
  end
end
redis.call('HSET', story .. ':pages', redis.call('HGET', story, 'layout'), ARGV[at])
at = at + 1
local panels = tonumber(ARGV[at])
for i = at + 1, at + 2 * panels, 2 do
  redis.call('RPUSH', story .. ':order', ARGV[i])
  redis.call('HSET', story .. ':panels', ARGV[i], ARGV[i + 1])
end
at = at + 2 * panels + 1
for i = at + 1, at + 2 * tonumber(ARGV[at]), 2 do
  redis.call('RPUSH', story .. ':chain', ARGV[i])
  redis.call('HSET', story .. ':batches', ARGV[i] .. '.status', 'waiting', ARGV[i] .. '.panels', ARGV[i + 1])
end
at = at + 2 * tonumber(ARGV[at]) + 1
for i = at + 1, at + 2 * tonumber(ARGV[at]), 2 do redis.call('HSET', story .. ':panels', ARGV[i], ARGV[i + 1]) end
at = at + 2 * tonumber(ARGV[at]) + 1
for i = at + 1, at + 2 * tonumber(ARGV[at]), 2 do
  redis.call('RPUSH', story .. ':plates', ARGV[i])
  redis.call('HSET', story .. ':batches', ARGV[i] .. '.status', 'waiting', ARGV[i] .. '.panels', ARGV[i + 1])
end
at = at + 2 * tonumber(ARGV[at]) + 1
for i = at + 1, at + 2 * tonumber(ARGV[at]), 2 do redis.call('HSET', story .. ':kept', ARGV[i], ARGV[i + 1]) end
at = at + 2 * tonumber(ARGV[at]) + 1
for i = at + 1, at + 2 * tonumber(ARGV[at]), 2 do redis.call('HSET', story .. ':editions', ARGV[i], ARGV[i + 1]) end
at = at + 2 * tonumber(ARGV[at]) + 1
redis.call('ZADD', root .. ':tenant:' .. tenant .. ':created', created, story_id)
if (ARGV[at + 1] or '') ~= '' then
  redis.call('HSET', story .. ':panels', 'cover', ARGV[at + 1])
  redis.call('RPUSH', story .. ':cover', 'cover')
  redis.call('HSET', story .. ':batches', 'cover.status', 'waiting', 'cover.panels', 'cover')
end
set_status('queued')
if ARGV[at] == '1' then set_status('paused') end
watch_editions()
return { 'submitted' }
