-- apply-edit: what a user changes, computed from what was read, becomes the story's state in one write, together with its events.
-- Guard: the story is not cancelled, unless the edit allows that; its rev is the one that was read; each batch the edit depends on is as it
-- was read (status, attempts, kept and selected frames, requests at the vendor). It may only add to takes and ledger: a kept frame that is
-- given up becomes a take. A batch it depends on that is drawing without a lock was left by a worker whose lock ran out: the fence rises,
-- so that what this worker still writes is refused.
-- KEYS: 1 story  2 lock  3 change   ARGV: 1 edit (JSON), see `EditPlan` in edits/edit-plan.ts
-- Returns {'behind', schema of the installation} | {'applied', answer of the edit} | {'changed'} | {'drawing'} | {'invalid', status} | {'gone'}.
-- Events: the edit's, sheet.outdated, books.outdated, edition.outdated, edition.unbound, requests.changed, story.status.
local before = answer_before()
if before then return before end
if is_behind() then return { 'behind', schema } end
local status = redis.call('HGET', story, 'status')
if not status then return { 'gone' } end
local edit = cjson.decode(ARGV[1])
if status == 'cancelled' and not edit.cancelled then return { 'invalid', status } end
if (redis.call('HGET', story, 'rev') or '0') ~= edit.rev then return { 'changed' } end

-- Whether a worker is drawing batch b. KEYS[2] is the lock of the story's job: without it the turn is dead.
local function in_work(b)
  return redis.call('HGET', story .. ':batches', b .. '.status') == 'drawing' and redis.call('EXISTS', KEYS[2]) == 1
end

-- Whether what is at the vendor will be collected for its panels: a story that rests may be changed before.
local function will_collect() return is_drawing(status) end

local function at_vendor(b)
  local count = 0
  for id in request_ids(b) do
    if redis.call('HGET', story .. ':requests', id .. '.state') == 'ordered' then count = count + 1 end
  end
  return count
end

-- A batch in the words of `describeBatch` in edits/touched-batch.ts.
local function describe(b)
  local f, panels, kept, selected = redis.call('HMGET', story .. ':batches', b .. '.status', b .. '.attempts'), panels_of(b), 0, 0
  for _, p in ipairs(panels) do
    kept = kept + redis.call('HEXISTS', story .. ':kept', p)
    selected = selected + redis.call('HEXISTS', story .. ':selected', p)
  end
  local ordered = at_vendor(b)
  return table.concat({ f[1] or '', f[2] or '0', kept, selected, ordered, in_work(b) and 1 or 0, ordered > 0 and will_collect() and 1 or 0 }, ' ')
end

for _, it in ipairs(edit.batches) do
  if describe(it.id) ~= it.seen then return { 'changed' } end
end
for p, count in pairs(edit.takeCounts) do
  if take_count(p) ~= count then return { 'changed' } end
end
for field, frame in pairs(edit.chosen) do
  -- A panel's only take is not among the takes.
  local stored = redis.call('HGET', story .. ':takes', field)
  if stored and stored ~= frame then return { 'changed' } end
end
if edit.idle then
  for _, b in ipairs(every_batch()) do
    if in_work(b) or (will_collect() and at_vendor(b) > 0) then return { 'drawing' } end
  end
end

local touched = {}
for _, it in ipairs(edit.batches) do touched[#touched + 1] = it.id end
for _, b in ipairs(edit.idle and every_batch() or touched) do
  if redis.call('HGET', story .. ':batches', b .. '.status') == 'drawing' and redis.call('EXISTS', KEYS[2]) == 0 then
    redis.call('HINCRBY', story, 'fence', 1)
    break
  end
end

local function key(part) return part == 'story' and story or story .. ':' .. part end

if edit.leaves then
  -- What has a vendor id can still be collected at the provider the story leaves. What it had, and may have had, until here is its own.
  for _, b in ipairs(every_batch()) do give_up_ordered(b, 'superseded', true) end
  redis.call('HSET', story, 'earlier', cjson.encode(spending_by_provider()))
end
-- By the pages that were: those that changed are named by number.
for _, p in ipairs(edit.sheets) do drop_sheet(p) end
for _, b in ipairs(edit.forget) do drop_intended(b) end
for _, take in ipairs(edit.takes) do keep_take(take[1], take[2]) end
for part, fields in pairs(edit.del) do
  for _, field in ipairs(fields) do redis.call('HDEL', key(part), field) end
end
for part, fields in pairs(edit.set) do
  for field, value in pairs(fields) do redis.call('HSET', key(part), field, value) end
end
for part, list in pairs(edit.lists) do
  redis.call('DEL', key(part))
  for i = 1, #list, 1000 do redis.call('RPUSH', key(part), unpack(list, i, math.min(i + 999, #list))) end
end
for _, page in ipairs(edit.everySheet and redis.call('HKEYS', story .. ':sheets') or edit.pages) do drop_page(page) end
for _, language in ipairs(edit.everySheet and edition_languages() or {}) do
  for _, page in ipairs(names_in('editionSheets', language)) do drop_edition_page(language, page) end
end
if edit.books then
  drop_books()
  for _, language in ipairs(edition_languages()) do unbind_edition(language) end
end
for _, it in ipairs(edit.editions) do
  for _, page in ipairs(it.every and names_in('editionSheets', it.language) or it.pages) do drop_edition_page(it.language, page) end
  unbind_edition(it.language)
  redis.call('HDEL', story .. ':editionFailures', it.language)
end
redis.call('HINCRBY', story, 'rev', 1)
watch_editions()
for _, event in ipairs(edit.events) do emit(event[1], event[2]) end

-- The story continues if nothing else stops it.
local reason, failures = redis.call('HGET', story, 'reason'), story .. ':failures'
if status == 'cancelled' then
  touch()
  watch_fetch()
elseif edit.answered ~= '' and redis.call('HDEL', failures, edit.answered) == 1 and status == 'needs_attention' and redis.call('EXISTS', failures) == 0 then
  clear_failures()
  set_status(working_status())
elseif status == 'needs_attention' and reason == 'approval' then
  local undrawn, place = first_undrawn()
  -- Something before the gate is drawn again and shown once more when it is. Or there is no gate any more.
  if undrawn and not waits_for_approval(place) then set_status(working_status()) else touch() end
elseif (is_active(status) or status == 'completed') and working_status() ~= status then
  set_status(working_status())
else
  touch()
end
return answer({ 'applied', edit.answer })
