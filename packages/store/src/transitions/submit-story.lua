-- submit-story: nothing → queued.
-- Guard: the idempotency key, if any, is unused; the tenant may have another story that is not finished.
-- ARGV: 1 tenant  2 created (ms)  3 idempotency key or ''  4 body hash  5 header pairs n  6… field, value × n
--       then pages (JSON), panels m, (id, PanelSpec) × m in reading order, then batches b, (id, panel ids) × b in chain order,
--       then plates p, (id, PanelSpec) × p, then batches of plates q, (id, panel ids) × q in the order they are drawn,
--       then, of a copy, frames f, (panel id, frame) × f, which count as kept, editions e, (language, edition) × e, 1 when it starts paused,
--       and the PanelSpec of the cover, '' for a story whose cover is not drawn
-- Returns {'submitted', when (ms), the story that asked for exactly the same before it or '', weight of the tenant}
--       | {'submitted'}, which it was before | {'full', active stories, limit} | {'replayed', story id} | {'mismatch'}. Event: story.status.
local tenant, created, idem, body = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
-- The answer was lost and it is sent again: what lives already stays as it is.
if idem == '' and redis.call('EXISTS', story) == 1 then return { 'submitted' } end
local settings = settings_of(tenant)
local most = limit_of(settings, 'waitingStories')
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
-- Many at once: a call takes longer than what it writes. `unpack` has room for some thousands.
local at_once = 1000
-- Sets so many pairs of field and value, and moves past them.
local function set_pairs(key, pairs)
  local last = at + 2 * pairs - 1
  while at <= last do
    local to = math.min(at + 2 * at_once - 1, last)
    redis.call('HSET', key, unpack(ARGV, at, to))
    at = to + 1
  end
end
-- Appends values to a list.
local function push(key, values)
  for from = 1, #values, at_once do redis.call('RPUSH', key, unpack(values, from, math.min(from + at_once - 1, #values))) end
end
-- Takes the number that comes next.
local function count()
  at = at + 1
  return tonumber(ARGV[at - 1])
end
-- Batches with their panels, which are named in a list of their own.
local function put_batches(list)
  local ids, fields = {}, {}
  for _ = 1, count() do
    ids[#ids + 1] = ARGV[at]
    for _, it in ipairs({ ARGV[at] .. '.status', 'waiting', ARGV[at] .. '.panels', ARGV[at + 1] }) do fields[#fields + 1] = it end
    at = at + 2
  end
  push(list, ids)
  for from = 1, #fields, at_once do redis.call('HSET', story .. ':batches', unpack(fields, from, math.min(from + at_once - 1, #fields))) end
end
set_pairs(story, tonumber(ARGV[5]))
-- A story that asks for exactly what another asked for says so. The first of them stays the one that is named.
local same, sames, duplicate_of = redis.call('HGET', story, 'same'), root .. ':tenant:' .. tenant .. ':same', ''
if same and same ~= '' then
  local other = redis.call('HGET', sames, same)
  local status = other and redis.call('HGET', root .. ':story:' .. other, 'status')
  if status and status ~= 'cancelled' then
    duplicate_of = other
    redis.call('HSET', story, 'duplicateOf', other)
  else
    redis.call('HSET', sames, same, story_id)
  end
end
redis.call('HSET', story .. ':pages', redis.call('HGET', story, 'layout'), ARGV[at])
at = at + 1
local panels, order = count(), {}
for i = 1, panels do order[i] = ARGV[at + 2 * i - 2] end
push(story .. ':order', order)
set_pairs(story .. ':panels', panels)
put_batches(story .. ':chain')
set_pairs(story .. ':panels', count())
put_batches(story .. ':plates')
set_pairs(story .. ':kept', count())
set_pairs(story .. ':editions', count())
redis.call('ZADD', root .. ':tenant:' .. tenant .. ':created', created, story_id)
if (ARGV[at + 1] or '') ~= '' then
  redis.call('HSET', story .. ':panels', 'cover', ARGV[at + 1])
  redis.call('RPUSH', story .. ':cover', 'cover')
  redis.call('HSET', story .. ':batches', 'cover.status', 'waiting', 'cover.panels', 'cover')
end
set_status('queued')
if ARGV[at] == '1' then set_status('paused') end
watch_editions()
return { 'submitted', now(), duplicate_of, settings and settings.weight and string.format('%.17g', settings.weight) or '1' }
