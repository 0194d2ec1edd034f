-- Prepended to every transition. KEYS[1] is always a story's key, `{prefix}:s2:story:<id>`; every other key is derived from it
-- and carries the same hash tag, so one script may touch them all on a cluster too. KEYS[2] of fenced scripts is the lock
-- of the story's BullMQ job.
--
-- State schema 2. Panels and batches have permanent ids (p: panel, b: batch); a number is a place in a list and is never stored.
-- Schema 1 kept the same parts by number under `{prefix}:story:<id>`; schema 2 lives under `{prefix}:s2:…`, BullMQ's queues included.
--   story            H  header: status, reason, waiting, waitingSince, waitingFacts, waitingLong, fence, spec, title, provider, money, and
--                       collecting (the batch of a turn that only collects), toFetch (1 while a vendor has something that can be fetched),
--                       keepsOrders (1 when orders of drawn batches are kept because of what may still be reported),
--                       resumedAt (when a user last resumed it), rev (user edits), edits (those that change what sheets and books show), sheets (pages of the main layout),
--                       judged (µ$ that reviews cost, or may have: part of spent and possibly),
--                       webhook (1: it has a webhook of its own, whose id is that of the story), layout (the main layout), panelIds and batchIds (highest number given to a generated id: p<k>, b<k>; it never goes back)
--   story:order      L  p in reading order: a panel's number is its place, from 1. A removed panel is in no list but its batch's
--   story:chain      L  b in chain order: reference frames, anchor and the approval gate count by it
--   story:plates     L  b of the plates, drawn before the chain, in order; its panels are '@' and the plate's id. They are no part of the book:
--                       number and place are 0. Header: platesGate (1: the story stops when they are drawn), platesApproved
--   story:cover      L  b of the cover where it is drawn, after the chain; its one panel has the id 'cover' and is no part of the reading order
--   story:pages      H  layout → [[p, …], …] (JSON): which panels stand on which page
--   story:panels     H  p → PanelSpec                                               story:art       H  p → art revision, absent: 0
--   story:batches    H  b.status b.panels (p in chain order, divided by spaces) b.tries b.strikes b.attempts b.requests b.reference
--                       b.keptAtStart b.pinned b.anchor b.from (frames its requests go along with, from the first intent to the commit)
--                       b.before (the panel of which b.from is the frame)
--                       b.cascade (drawn frames that no longer follow from the selected ones are drawn again)
--                       b.lookAt b.deaths (when something of it is looked for at its vendor again; turns that died while collecting it)
--                       b.suspended b.providerMs (its attempt is not over: the turn ended while something is awaited, see release-batch)
--                       b.reference is {"panel": p, "sha256": …}, '' or absent for none
--                       imported (of a story of another installation, JSON: when, from which, what it had cost there)
--   story:attempts   H  b.a.start b.a.end     story:requests  H  id.state id.key id.intent id.by id.orderedAt id.sentAgainAt id.vendor id.outcome id.settledAt
--                       (intent: {"batch": b, "panels": [p, …], "frames": [{"panel": p, "slot": …}, …], …}; of a review it has no frames
--                       and no provider, but "judge": {"model": …, "server": …, "most": µ$ or absent})
--                       id.imported: 1, it was ordered by another installation and counts against no budget
--                       id.day: the day (UTC, days since 1970) on which it was intended, by which it counts against its tenant's daily limits
--                       id.findable: without its vendor id, its vendor can be asked for it, or reports it · id.lostAt: when its answer was
--                       given up · id.missingAt: when its vendor first said that it does not have it · id.evidence: what was learnt about it since, and from whom (JSON list)
--   story:orders     H  id → order, id.body → what was sent, model:hash → catalogue entry; an order goes when its batch is committed
--   story:open       H  id → high estimate of each request under way            story:kept      H  target → frame, until its batch is committed
--                       (target, `slot` in intents and events: p, or p+i for the i-th further take that was asked for)
--   story:takes      H  p.count p.t → frame, p.selected → t, p.redraws          story:selected  H  p → frame
--   story:redraws    H  p → {redraw, count}: a user asked for this panel to be drawn again
--   story:stays      H  p → 1: chosen while its batch is drawn again in a cascade; it is not
--   story:failures   H  p → failure (*: the whole batch or story)               story:sheets    H  page number → sheet     story:books H  name → book
--   story:verdicts   H  'p sha256 check' → verdict (JSON): what checks measured of frames     story:labels    H  the same → right | wrong
--   story:notes      H  id → note (JSON): what people remarked about panels          story:links      H  id → reviewer's link (JSON)
--   story:editions   H  language → edition (JSON)                               story:editionFailures  H  language → failure
--   story:editionSheets  H  'language page' → sheet                             story:editionBooks     H  'language name' → book
--   story:otherSheets  H  'pages language number' → sheet of another layout or page size, as it was last composed ('pages' as in `pagesName`)
--   story:events     X  type, data, version                                     root:active     Z  stories the system has work for
--   root:lettering   Z  stories with an edition whose sheets and books are not all made
-- Numbers in events are those of the moment: panel 0 is a removed panel.
--   root:order:id    S  the story of a findable order, for hours '' once its outcome is certain       root:taken:v     S  story and request that vendor id v answers
--   root:webhooks:dirty  Z  'tenant webhook story' → how often the story changed since that webhook was last sent everything
--   root:tenants     H  tenant → weight and limits (JSON)                             root:tenant:t:working  S  stories of tenant t that are active
--   root:tenant:t:day:d  H  what the requests intended on day d cost (µ$): spent, possibly, held, wasted (paid without a picture), images; and
--                       the same of each model: 'spent provider/model', …
--   root:tenant:t:webhooks  H  id → webhook (JSON)      root:tenant:t:webhook-secrets  S  secrets of stories with a webhook of their own (JSON)
--   root:epoch       S  when the installation was restored, and from when (JSON)
--   root:schema      S  the schema of the installation's state     story header: schema, the one its parts are in

-- Every script looks at the schema first: state of a newer release is refused before anything is touched. `schema_newest`, the newest one
-- this release reads, stands in front of this file.
local installation = string.match(KEYS[1], '^{[^}]*}:s2')
local schema = tonumber(redis.call('GET', installation .. ':schema') or schema_newest)
if schema > schema_newest then return redis.error_reply('NEXTPANEL_SCHEMA ' .. string.format('%.0f', schema)) end

local story = KEYS[1]
local root, story_id = string.match(story, '^(.*):story:(.*)$')

local function int(n) return string.format('%.0f', n) end

-- How long the answer to a change is remembered (s): a client with an Idempotency-Key may send it again for a day.
local answered_for = 86400

-- A change whose answer was lost with the connection is sent again: it is answered, not made again. KEYS[3] is the change's own key.
local function answer_before()
  local stored = redis.call('GET', KEYS[3])
  return stored and cjson.decode(stored)
end

local function answer(it)
  redis.call('SET', KEYS[3], cjson.encode(it), 'EX', answered_for)
  return it
end

-- Vendors report and list what they did for about a week; until then it is known which story an order belongs to (s). Which request a
-- vendor id answers must be known for as long as others are looked for by the same input: a day.
local found_for, taken_for = 691200, 86400
-- How long vendors repeat a report that was not taken (s): fal for two hours.
local reported_for = 10800
local function order_key(id) return root .. ':order:' .. id end
local function taken_key(vendor) return root .. ':taken:' .. vendor end

local function now()
  local t = redis.call('TIME')
  return int(t[1] * 1000 + math.floor(t[2] / 1000))
end

-- The story is not drawn before so many ms are over, by Redis' clock; 0 takes that back. BullMQ's delay is only the alarm.
local function rest_for(ms)
  if tonumber(ms) > 0 then
    redis.call('HSET', story, 'notBefore', int(tonumber(now()) + tonumber(ms)))
  else
    redis.call('HDEL', story, 'notBefore')
  end
end

-- How much longer the story is not drawn (ms).
local function rest_left() return math.max(0, tonumber(redis.call('HGET', story, 'notBefore') or '0') - tonumber(now())) end

-- Processes heard of in the last `gone` ms that read no schema as new as `wanted`, as JSON. KEYS[2] and KEYS[3]: workers, and when they were
-- seen.
local function old_processes(wanted, gone)
  local found = {}
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], int(tonumber(now()) - tonumber(gone)), '+inf')) do
    local beat = redis.call('HGET', KEYS[2], id)
    local it = beat and cjson.decode(beat) or {}
    local newest = it.schemas and it.schemas.newest or 1
    if newest < wanted then
      found[#found + 1] = cjson.encode({ role = it.role, host = it.host, pid = it.pid, newest = newest })
    end
  end
  return found
end

local announced = false
-- Tells followers of the tenant's stories that this one changed, and followers of the operations that queues may have changed.
local function announce()
  if announced then return end
  announced = true
  redis.call('PUBLISH', root .. ':operations', 'queues')
  local it = redis.call('HMGET', story, 'tenant', 'webhook')
  local tenant = it[1]
  redis.call('PUBLISH', root .. ':tenant:' .. tenant .. ':changes', story_id)
  -- The event stream is the outbox: each webhook of the tenant is to be sent what is new in it.
  for _, webhook in ipairs(redis.call('HKEYS', root .. ':tenant:' .. tenant .. ':webhooks')) do
    redis.call('ZINCRBY', root .. ':webhooks:dirty', 1, tenant .. ' ' .. webhook .. ' ' .. story_id)
  end
  if it[2] then redis.call('ZINCRBY', root .. ':webhooks:dirty', 1, tenant .. ' ' .. story_id .. ' ' .. story_id) end
end

-- Appends one event; the first of a script wakes the followers of this story, who read when the script is done. `data` is a
-- JSON object.
local woken = false
local function emit(event, data)
  redis.call('XADD', story .. ':events', '*', 'type', event, 'data', data, 'version', 1)
  if woken then return end
  woken = true
  redis.call('PUBLISH', story .. ':events', '')
  announce()
end

local function touch()
  local at = now()
  announce()
  redis.call('HSET', story, 'updated', at)
  redis.call('ZADD', root .. ':tenant:' .. redis.call('HGET', story, 'tenant') .. ':updated', at, story_id)
  return at
end

-- Days are those of UTC, by Redis' time.
local day_ms = 86400000
-- How long the sums of a day are kept (s): 400 days, so that a year can be compared with the one before.
local days_kept_for = 34560000
local function today() return math.floor(tonumber(now()) / day_ms) end
local function day_key(day) return root .. ':tenant:' .. redis.call('HGET', story, 'tenant') .. ':day:' .. int(day) end

-- Adds to a sum of the day on which a request was intended, and to that of its model. What an earlier release intended has no day: what it
-- costs counts today, and what it holds does not.
local function count_day(id, field, by)
  by = tonumber(by)
  local r = redis.call('HMGET', story .. ':requests', id .. '.day', id .. '.intent')
  if by == 0 or (not r[1] and (field == 'held' or field == 'images')) then return end
  local key = day_key(tonumber(r[1] or today()))
  redis.call('HINCRBY', key, field, int(by))
  local intent = r[2] and cjson.decode(r[2])
  local model = intent and (intent.provider and intent.provider .. '/' .. tostring(intent.model or '') or intent.judge and 'review/' .. intent.judge.model)
  if model then redis.call('HINCRBY', key, field .. ' ' .. model, int(by)) end
  redis.call('EXPIRE', key, days_kept_for)
end

-- Holds a request's highest price until it is settled; and frees it.
local function hold(id, high)
  if redis.call('HSETNX', story .. ':open', id, high) == 1 then count_day(id, 'held', high) end
end
local function free(id)
  local high = redis.call('HGET', story .. ':open', id)
  if not high then return end
  redis.call('HDEL', story .. ':open', id)
  count_day(id, 'held', 0 - tonumber(high))
end

-- Pictures that requests of the tenant's active stories ask for and that are not settled yet.
local function images_under_way()
  local count = 0
  for _, id in ipairs(redis.call('SMEMBERS', root .. ':tenant:' .. redis.call('HGET', story, 'tenant') .. ':working')) do
    local other = root .. ':story:' .. id
    for _, request in ipairs(redis.call('HKEYS', other .. ':open')) do
      local intent = redis.call('HGET', other .. ':requests', request .. '.intent')
      if intent then count = count + #(cjson.decode(intent).frames or {}) end
    end
  end
  return count
end

-- Weight and limits of the story's tenant, nil for one without settings.
local function settings_of(tenant)
  local text = redis.call('HGET', root .. ':tenants', tenant)
  return text and cjson.decode(text)
end

-- A limit as a number, nil for none.
local function limit_of(settings, name)
  local limit = settings and settings.limits and settings.limits[name]
  return type(limit) == 'number' and limit or nil
end

-- Statuses in which a worker draws: the plates before the panels.
local function is_drawing(status) return status == 'queued' or status == 'plates' or status == 'drawing' end
local function is_active(status) return is_drawing(status) or status == 'composing' end

-- Defined below.
local watch_fetch

local function set_status(to, reason)
  local from = redis.call('HGET', story, 'status')
  local at = touch()
  redis.call('HSET', story, 'status', to, 'reason', reason or '', 'ready', at)
  rest_for(0)
  redis.call('ZADD', root .. ':active', at, story_id)
  redis.call(is_active(to) and 'SADD' or 'SREM', root .. ':tenant:' .. redis.call('HGET', story, 'tenant') .. ':working', story_id)
  watch_fetch()
  -- What the story's view shows: an active story may still wait for something that no batch stands for.
  local waiting = reason or (is_active(to) and redis.call('HGET', story, 'waiting')) or cjson.null
  emit('story.status', cjson.encode({ from = from or cjson.null, status = to, waitingOn = waiting }))
end

-- True while the turn with this token and fence number owns the story.
local function owns(token, fence)
  return redis.call('GET', KEYS[2]) == token and redis.call('HGET', story, 'fence') == fence
end

-- Whether the story's parts are in an older schema than the installation's: they are brought up to date before a claim or an edit.
local function is_behind()
  local own = redis.call('HGET', story, 'schema')
  return own and tonumber(own) < schema
end

local function words(text)
  local list = {}
  for word in string.gmatch(text or '', '%S+') do list[#list + 1] = word end
  return list
end

-- Ids of the batches in chain order.
local function chain() return redis.call('LRANGE', story .. ':chain', 0, -1) end

-- Ids of the batches of plates, in the order they are drawn.
local function plates() return redis.call('LRANGE', story .. ':plates', 0, -1) end

-- The batch of a cover that is drawn, or nil.
local function cover_batch() return redis.call('LINDEX', story .. ':cover', 0) or nil end

-- Ids of all batches, in the order they are drawn.
local function every_batch()
  local ids = plates()
  for _, k in ipairs(chain()) do ids[#ids + 1] = k end
  ids[#ids + 1] = cover_batch()
  return ids
end

local function is_plates(b) return redis.call('LPOS', story .. ':plates', b) and true end

-- A batch's place in the chain, from 1; the cover comes after its last one; 0 of plates, and of a batch whose panels were all removed.
local function place_of(b)
  local at = redis.call('LPOS', story .. ':chain', b)
  if at then return at + 1 end
  return b == cover_batch() and redis.call('LLEN', story .. ':chain') + 1 or 0
end

-- A panel's number, from 1; 0 for a removed one.
local function number_of(p) return (redis.call('LPOS', story .. ':order', p) or -1) + 1 end

-- Ids of the panels of a batch in chain order.
local function panels_of(b) return words(redis.call('HGET', story .. ':batches', b .. '.panels')) end

-- Members of an event's JSON that say which panel or batch it is about.
local function panel_ref(p) return '"panel":' .. number_of(p) .. ',"panelId":"' .. p .. '"' end
local function batch_ref(b) return '"batch":' .. place_of(b) .. ',"batchId":"' .. b .. '"' end

-- The same of the panels of a batch: first and last number, and ids.
local function panels_ref(panels)
  local first, last = 0, 0
  for _, p in ipairs(panels) do
    local n = number_of(p)
    if n > 0 and (first == 0 or n < first) then first = n end
    if n > last then last = n end
  end
  return '"panels":[' .. first .. ',' .. last .. '],"panelIds":["' .. table.concat(panels, '","') .. '"]'
end

-- The panels whose selected frames a batch goes along with: the first of the chain, and the last before the batch. Neither for the
-- first batch.
local function followed_by(b)
  local place = place_of(b)
  if place < 2 then return nil, nil end
  local before = panels_of(redis.call('LINDEX', story .. ':chain', place - 2))
  return panels_of(redis.call('LINDEX', story .. ':chain', 0))[1], before[#before]
end

-- Their selected frames, '' for none.
local function frames_followed_by(b)
  local anchor, before = followed_by(b)
  if not before then return '', '', nil end
  local selected = redis.call('HMGET', story .. ':selected', anchor, before)
  return selected[1] or '', selected[2] or '', before
end

-- The first batch that is not drawn, with its place in the chain, 0 for plates; nil when all are. The cover is the last.
local function first_undrawn()
  for _, k in ipairs(plates()) do
    if redis.call('HGET', story .. ':batches', k .. '.status') ~= 'drawn' then return k, 0 end
  end
  local ids = chain()
  for from = 1, #ids, 100 do
    local fields = {}
    for place = from, math.min(from + 99, #ids) do fields[#fields + 1] = ids[place] .. '.status' end
    for i, status in ipairs(redis.call('HMGET', story .. ':batches', unpack(fields))) do
      if status ~= 'drawn' then return ids[from + i - 1], from + i - 1 end
    end
  end
  local cover = cover_batch()
  if cover and redis.call('HGET', story .. ':batches', cover .. '.status') ~= 'drawn' then return cover, #ids + 1 end
  return nil
end

-- The status of a story that is neither paused nor stopped, by what is drawn, composed and bound.
local function working_status()
  local undrawn, place = first_undrawn()
  if not undrawn then
    local total = redis.call('HMGET', story, 'sheets', 'formats')
    if redis.call('HLEN', story .. ':sheets') >= tonumber(total[1])
      and redis.call('HLEN', story .. ':books') >= tonumber(total[2]) then return 'completed' end
    return 'composing'
  end
  if redis.call('EXISTS', story .. ':attempts') == 0 then return 'queued' end
  return place == 0 and 'plates' or 'drawing'
end

-- Whether the next batch, at this place of the chain, waits for the user: the plates are not approved, or the batches before the gate.
local function waits_for_approval(place)
  local h = redis.call('HMGET', story, 'approveAfter', 'approved', 'platesGate', 'platesApproved')
  if place == 0 then return false end
  if h[3] == '1' and h[4] ~= '1' then return true end
  return h[1] and h[1] ~= '' and h[2] ~= '1' and place > tonumber(h[1])
end

-- Says what a story that is still active waits for; the same facts make one event. `go_on` takes back what is no longer waited for.
-- facts (JSON): {"until": when it will be over (ms), "detail": why, "progress": {"total", "completed", "failed"}}, each where it is known
local function wait_for(code, facts)
  local before = redis.call('HMGET', story, 'waiting', 'waitingFacts')
  if before[1] == code and (before[2] or '{}') == facts then return end
  redis.call('HSET', story, 'waiting', code, 'waitingFacts', facts)
  if before[1] ~= code then
    redis.call('HSET', story, 'waitingSince', now())
    redis.call('HDEL', story, 'waitingLong')
  end
  local known = cjson.decode(facts)
  emit('story.waiting', cjson.encode({ waitingOn = code, detail = known.detail, progress = known.progress, ['until'] = known['until'] }))
  if code == 'provider_paused' and before[1] ~= code then
    emit('provider.paused', cjson.encode({ provider = redis.call('HGET', story, 'provider'), reason = known.detail }))
  end
  if code == 'provider_down' and before[1] ~= code then
    emit('provider.down', cjson.encode({ provider = redis.call('HGET', story, 'provider'), reason = known.detail }))
  end
  touch()
end

local function go_on()
  local code = redis.call('HGET', story, 'waiting')
  if not code then return end
  redis.call('HDEL', story, 'waiting', 'waitingFacts', 'waitingSince', 'waitingLong')
  emit('story.waiting', '{"waitingOn":null}')
  if code == 'provider_paused' then
    emit('provider.resumed', cjson.encode({ provider = redis.call('HGET', story, 'provider') }))
  end
  if code == 'provider_down' then emit('provider.up', cjson.encode({ provider = redis.call('HGET', story, 'provider') })) end
end

-- As `go_on`, when requests are about to be sent: whether the vendor accepts them again is known with the first frame.
local function go_on_ordering()
  local code = redis.call('HGET', story, 'waiting')
  if code ~= 'rate_limited' and code ~= 'provider_down' then go_on() end
end

-- `rest`: further members of the JSON, each with a comma in front. `provider_ms`: the provider's part of the last turn (ms); those of
-- suspended turns before it are added.
local function end_attempt(k, outcome, rest, provider_ms)
  local at, batches = now(), story .. ':batches'
  local b = redis.call('HMGET', batches, k .. '.attempts', k .. '.providerMs')
  local a = b[1]
  if provider_ms then rest = (rest or '') .. ',"provider":' .. int(tonumber(provider_ms) + tonumber(b[2] or '0')) end
  redis.call('HDEL', batches, k .. '.suspended', k .. '.providerMs')
  redis.call('HSET', story .. ':attempts', k .. '.' .. a .. '.end',
    '{"at":' .. at .. ',"outcome":"' .. outcome .. '"' .. (rest or '') .. '}')
  redis.call('HSET', story, 'ready', at)
  if outcome == 'crashed' then emit('batch.released', '{' .. batch_ref(k) .. ',"attempt":' .. a .. ',"outcome":"crashed"}') end
end

-- Ends the attempt of a suspended turn, which no other turn continues.
local function release_suspended(k, code)
  local a = redis.call('HGET', story .. ':batches', k .. '.attempts')
  end_attempt(k, 'yielded', ',"code":"' .. code .. '"')
  emit('batch.released', '{' .. batch_ref(k) .. ',"attempt":' .. a .. ',"outcome":"yielded","code":"' .. code .. '"}')
end

local function emit_requests(k, state)
  emit('requests.changed', '{' .. batch_ref(k) .. ',"state":"' .. state .. '"}')
end

local function request_ids(k) return string.gmatch(redis.call('HGET', story .. ':batches', k .. '.requests') or '', '%S+') end

-- The ids of a batch's requests, and the state of each (false where it was forgotten), read in two commands.
local function request_states(k)
  local ids, fields = {}, {}
  for id in request_ids(k) do
    ids[#ids + 1] = id
    fields[#fields + 1] = id .. '.state'
  end
  return ids, #ids > 0 and redis.call('HMGET', story .. ':requests', unpack(fields)) or {}
end

-- The pictures that a request asks for count when it is intended, and no longer when it ends without a picture and without a price.
local function count_images(id, sign)
  local intent = redis.call('HGET', story .. ':requests', id .. '.intent')
  if intent then count_day(id, 'images', sign * #(cjson.decode(intent).frames or {})) end
end

-- Forgets what was intended and never ordered: nothing was asked of anybody, and the inputs may change. Answers with the ids left.
local function drop_intended(k)
  local requests, batches, left, dropped = story .. ':requests', story .. ':batches', '', false
  local ids, states = request_states(k)
  for i, id in ipairs(ids) do
    if states[i] == 'intended' then
      free(id)
      count_images(id, -1)
      redis.call('HDEL', requests, id .. '.state', id .. '.key', id .. '.intent', id .. '.day')
      redis.call('HDEL', story .. ':orders', id)
    elseif states[i] then
      left = left .. ' ' .. id
    end
    -- Of a parted batch the other half may have forgotten it before.
    dropped = dropped or states[i] == 'intended' or not states[i]
  end
  if dropped then
    redis.call('HSET', batches, k .. '.requests', left)
    emit_requests(k, 'dropped')
  end
  return left
end

-- The orders of a batch that is drawn: what they asked for is in the records by now. Those whose outcome is not certain stay: what their
-- vendor drew may still be fetched.
local function drop_orders(k)
  local fields = {}
  local ids, states = request_states(k)
  for i, id in ipairs(ids) do
    if states[i] == 'ordered' or states[i] == 'possibly_paid' then
      redis.call('HSET', story, 'keepsOrders', '1')
    else
      fields[#fields + 1] = id
      fields[#fields + 1] = id .. '.body'
    end
  end
  if #fields > 0 then redis.call('HDEL', story .. ':orders', unpack(fields)) end
end

-- Adds to the story's `spent` or `possibly` (µ$). What a request of an earlier provider costs is that provider's, whenever it is learnt.
local function count_cost(field, cost, intent, id)
  redis.call('HINCRBY', story, field, cost)
  count_day(id, field, cost)
  local known = intent and cjson.decode(intent)
  if known and known.judge then redis.call('HINCRBY', story, 'judged', cost) end
  local h = redis.call('HMGET', story, 'provider', 'earlier')
  local provider = h[2] and known and known.provider
  if not provider or provider == h[1] then return end
  local sums = cjson.decode(h[2])
  local own = sums[provider] or { spent = 0, possibly = 0 }
  own[field] = own[field] + tonumber(cost)
  sums[provider] = own
  redis.call('HSET', story, 'earlier', cjson.encode(sums))
end

-- Whether a vendor can still be asked about a request.
local function is_fetchable(state, vendor, findable) return state == 'ordered' and (vendor or findable) and true end

-- Marks every request of a batch that is still at the vendor as possibly paid: it is not asked for again. `lost_only`: only those
-- whose outcome cannot be asked for.
local function give_up_ordered(k, code, lost_only)
  local requests, given_up = story .. ':requests', false
  local ids, states = request_states(k)
  for i, id in ipairs(ids) do
    local r = states[i] == 'ordered' and redis.call('HMGET', requests, id .. '.intent', id .. '.vendor', id .. '.findable')
    if r and not (lost_only and is_fetchable('ordered', r[2], r[3])) then
      local cost = int(cjson.decode(r[1]).estimate)
      redis.call('HSET', requests, id .. '.state', 'possibly_paid', id .. '.settledAt', now(),
        id .. '.outcome', '{"cost":' .. cost .. ',"code":"' .. code .. '","frames":[]}')
      count_cost('possibly', cost, r[1], id)
      free(id)
      given_up = true
    end
  end
  if given_up then emit_requests(k, 'possibly_paid') end
end

-- What was spent, and may have been, at each provider the story had (µ$). `earlier` is this as it was when the story last changed to
-- another one; whatever came since was spent at the present one.
local function spending_by_provider()
  local h = redis.call('HMGET', story, 'provider', 'spent', 'possibly', 'earlier')
  local sums, own = h[4] and cjson.decode(h[4]) or {}, { spent = tonumber(h[2]), possibly = tonumber(h[3]) }
  for provider, sum in pairs(sums) do
    if provider ~= h[1] then
      own.spent = own.spent - sum.spent
      own.possibly = own.possibly - sum.possibly
    end
  end
  sums[h[1]] = own
  return sums
end

-- After so many turns that died while they collected a batch, it is left alone until the story is resumed.
local deaths_allowed = 5

-- The first batch of which something can be fetched from a vendor now, or nil; `drawn_only`: among those that are drawn. And how long it is
-- (ms) until something can be fetched of another one; nil when there is none.
local function first_to_fetch(drawn_only)
  -- Whatever is under way holds its estimate.
  if redis.call('EXISTS', story .. ':open') == 0 then return nil, nil end
  local at, soonest = tonumber(now()), nil
  for _, k in ipairs(every_batch()) do
    local b = redis.call('HMGET', story .. ':batches', k .. '.status', k .. '.lookAt', k .. '.deaths')
    if (b[1] == 'drawn' or not drawn_only) and tonumber(b[3] or '0') < deaths_allowed then
      for id in request_ids(k) do
        local r = redis.call('HMGET', story .. ':requests', id .. '.state', id .. '.vendor', id .. '.findable')
        if is_fetchable(r[1], r[2], r[3]) then
          local wait = tonumber(b[2] or '0') - at
          if wait <= 0 then return k, nil end
          soonest = math.min(soonest or wait, wait)
        end
      end
    end
  end
  return nil, soonest
end

-- After whatever may change it: a story that rests has work as long as something can be fetched for it, and a cancelled one as long as a
-- worker is drawing a batch of it, too.
function watch_fetch()
  local work, later = first_to_fetch()
  work = work or later
  if work then redis.call('HSET', story, 'toFetch', '1') else redis.call('HDEL', story, 'toFetch') end
  local status = redis.call('HGET', story, 'status')
  if is_active(status) then return end
  if status == 'cancelled' then
    for _, k in ipairs(every_batch()) do
      work = work or redis.call('HGET', story .. ':batches', k .. '.status') == 'drawing'
    end
  end
  if work then redis.call('ZADD', root .. ':active', now(), story_id) else redis.call('ZREM', root .. ':active', story_id) end
end

-- The same while a turn is at a story that rests: it may die before it ends.
local function watch_resting()
  if not is_active(redis.call('HGET', story, 'status')) then watch_fetch() end
end

-- A story that rests, and whose worker is gone: its batches wait. What the vendor can be asked for stays, for a turn that does so; of a
-- cancelled story the rest is given up.
local function close_resting()
  local cancelled = redis.call('HGET', story, 'status') == 'cancelled'
  for _, k in ipairs(every_batch()) do
    if redis.call('HGET', story .. ':batches', k .. '.status') == 'drawing' then
      redis.call('HSET', story .. ':batches', k .. '.status', 'waiting')
      end_attempt(k, 'crashed')
    elseif cancelled and redis.call('HEXISTS', story .. ':batches', k .. '.suspended') == 1 then
      release_suspended(k, 'cancelled')
    end
    if cancelled then
      drop_intended(k)
      give_up_ordered(k, 'cancelled', true)
    end
  end
end

-- Page by panel of the main layout, read once a script.
local pages
local function page_of(p)
  if not pages then
    pages = {}
    for page, panels in ipairs(cjson.decode(redis.call('HGET', story .. ':pages', redis.call('HGET', story, 'layout')))) do
      for _, panel in ipairs(panels) do pages[panel] = page end
    end
  end
  return pages[p]
end

-- Languages of the story's editions beside the original.
local function edition_languages() return redis.call('HKEYS', story .. ':editions') end

-- Of a part by 'language name', the names there are in one language.
local function names_in(part, language)
  local names, prefix = {}, language .. ' '
  for _, field in ipairs(redis.call('HKEYS', story .. ':' .. part)) do
    if string.sub(field, 1, #prefix) == prefix then names[#names + 1] = string.sub(field, #prefix + 1) end
  end
  return names
end

-- Whether the sheets and books of every edition are made, as far as they can be: the reconciler looks at the others.
local function watch_editions()
  local wanted, open = redis.call('HMGET', story, 'sheets', 'formats'), false
  for _, language in ipairs(edition_languages()) do
    open = open or redis.call('HEXISTS', story .. ':editionFailures', language) == 0
      and (#names_in('editionSheets', language) < tonumber(wanted[1]) or #names_in('editionBooks', language) < tonumber(wanted[2]))
  end
  if open then redis.call('ZADD', root .. ':lettering', now(), story_id) else redis.call('ZREM', root .. ':lettering', story_id) end
end

-- The books of an edition are bound again.
local function unbind_edition(language)
  local dropped = false
  for _, format in ipairs(names_in('editionBooks', language)) do
    redis.call('HDEL', story .. ':editionBooks', language .. ' ' .. format)
    dropped = true
  end
  if dropped then emit('edition.unbound', '{"language":"' .. language .. '"}') end
end

-- A sheet of an edition is composed again, and its books with it. What failed before may go now.
local function drop_edition_page(language, page)
  redis.call('HDEL', story .. ':editionFailures', language)
  if redis.call('HDEL', story .. ':editionSheets', language .. ' ' .. page) == 1 then
    emit('edition.outdated', '{"language":"' .. language .. '","sheet":' .. page .. '}')
  end
  unbind_edition(language)
end

-- The sheet of the original, and of every edition.
local function drop_page(page)
  if redis.call('HDEL', story .. ':sheets', page) == 1 then emit('sheet.outdated', '{"sheet":' .. page .. '}') end
  local languages = edition_languages()
  for _, language in ipairs(languages) do drop_edition_page(language, page) end
  -- Not `watch_editions`: an edit may drop every page of a long story.
  if #languages > 0 then redis.call('ZADD', root .. ':lettering', now(), story_id) end
end

-- Name of a book within its edition, as `bookName` in core makes it.
local function book_name(choice)
  if type(choice) == 'string' then return choice end
  local name, page = choice.format, choice.page
  if choice.layout then name = name .. '@' .. choice.layout end
  if type(page) == 'table' then page = string.format('%.14gx%.14g%s', page.width, page.height, page.unit) end
  return page and name .. '@' .. page or name
end

-- Whether the story asks for a book of this name.
local function is_wanted(name)
  for _, choice in ipairs(cjson.decode(redis.call('HGET', story, 'spec')).book.formats) do
    if book_name(choice) == name then return true end
  end
  return false
end

-- What events say of a book: its format, and its name where that says more.
local function book_ref(name)
  local format = string.match(name, '^[^@]+')
  return '"format":' .. cjson.encode(format) .. (name == format and '' or ',"book":' .. cjson.encode(name))
end

local function drop_books()
  if redis.call('DEL', story .. ':books') == 1 then emit('books.outdated', '{}') end
end

-- The sheet that shows a panel, and every book, are made again. A removed panel is on none; the cover is in books alone.
local function drop_sheet(p)
  local page = page_of(p)
  if not page and p == 'cover' and cover_batch() then
    drop_books()
    local languages = edition_languages()
    for _, language in ipairs(languages) do unbind_edition(language) end
    if #languages > 0 then redis.call('ZADD', root .. ':lettering', now(), story_id) end
  end
  if not page then return end
  drop_page(page)
  drop_books()
end

-- Keeps a frame among the takes of a panel; answers with its number. One that is there already gets no second number.
local function keep_take(n, frame)
  local takes = story .. ':takes'
  local count = tonumber(redis.call('HGET', takes, n .. '.count') or '0')
  for t = 1, count do
    if redis.call('HGET', takes, n .. '.' .. t) == frame then return t end
  end
  redis.call('HSET', takes, n .. '.count', count + 1, n .. '.' .. (count + 1), frame)
  return count + 1
end

-- Has a drawn batch drawn again: it waits, and its panels keep the frames they have until others are drawn.
local function reopen(k)
  local batches, kept = story .. ':batches', story .. ':kept'
  redis.call('HSET', batches, k .. '.status', 'waiting')
  redis.call('HDEL', batches, k .. '.tries', k .. '.strikes')
  emit('batch.reopened', '{' .. batch_ref(k) .. '}')
  for _, p in ipairs(panels_of(k)) do
    local frame = redis.call('HGET', story .. ':selected', p)
    if frame then redis.call('HSETNX', kept, p, frame) end
  end
end

-- Whether a drawn panel of batch k goes along with another anchor or reference frame than those selected now. Removed panels are not
-- judged: nothing is bought for them.
local function has_stale(k)
  local function sha(p)
    local frame = p and redis.call('HGET', story .. ':selected', p)
    return frame and cjson.decode(frame).sha256
  end
  local first = panels_of(redis.call('LINDEX', story .. ':chain', 0))[1]
  local _, before = followed_by(k)
  local anchor, reference = sha(first), sha(before)
  for _, p in ipairs(panels_of(k)) do
    local frame = redis.call('HGET', story .. ':selected', p)
    local from = frame and cjson.decode(frame).from
    if from and number_of(p) > 0 then
      if from.anchor ~= cjson.null and p ~= first and anchor and from.anchor ~= anchor then return true end
      if from.reference ~= cjson.null and reference and from.reference ~= reference then return true end
    end
  end
  return false
end

-- Frames of the batches from `place` in the chain on that no longer follow from the selected ones are drawn again, batch by batch.
local function cascade_from(place)
  local batches = story .. ':batches'
  for at, j in ipairs(chain()) do
    local b = redis.call('HMGET', batches, j .. '.status', j .. '.pinned')
    if at < place then
      -- It comes before.
    elseif b[1] == 'drawn' then
      if has_stale(j) then
        reopen(j)
        redis.call('HSET', batches, j .. '.cascade', '1')
      end
    elseif b[2] or has_stale(j) then
      -- One begun with the frames selected then is finished with them, and judged when it is committed.
      redis.call('HSET', batches, j .. '.cascade', '1')
    end
  end
end

-- Failed batches wait again with fresh tries and strikes.
local function clear_failures()
  local batches = story .. ':batches'
  for _, k in ipairs(every_batch()) do
    if redis.call('HGET', batches, k .. '.status') == 'failed' then redis.call('HSET', batches, k .. '.status', 'waiting') end
    redis.call('HDEL', batches, k .. '.tries', k .. '.strikes', k .. '.deaths', k .. '.lookAt')
  end
  redis.call('DEL', story .. ':failures')
end
