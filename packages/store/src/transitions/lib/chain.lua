-- Batches and panels: where they stand, what they continue from, and what the story waits for.

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
