-- Requests, from intended to settled, and what they cost the story.

local function emit_requests(k, state)
  emit('requests.changed', '{' .. batch_ref(k) .. ',"state":"' .. state .. '"}')
end

local function request_ids(k) return string.gmatch(redis.call('HGET', story .. ':batches', k .. '.requests') or '', '%S+') end

-- The states of requests in one command, false where there is none; one that is folded is kept, see `fold_kept`.
local function states_of(ids)
  local fields, states = {}, {}
  for i, id in ipairs(ids) do fields[2 * i - 1], fields[2 * i] = id .. '.state', id .. '.kept' end
  local known = #ids > 0 and redis.call('HMGET', story .. ':requests', unpack(fields)) or {}
  for i = 1, #ids do states[i] = known[2 * i - 1] or (known[2 * i] and 'kept') end
  return states
end

-- The ids of a batch's requests, and the state of each, read in two commands.
local function request_states(k)
  local ids = {}
  for id in request_ids(k) do ids[#ids + 1] = id end
  return ids, states_of(ids)
end

-- The pictures that a request asks for count when it is intended, and no longer when it ends without a picture and without a price.
local function count_images(id, sign)
  local intent = redis.call('HGET', story .. ':requests', id .. '.intent')
  if intent then count_day(id, 'images', sign * pictures_of(decode_intent(intent))) end
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

-- Whether a request asks for the first drawing of each of its panels, as they were at first: most do, and it need not be written down.
local function asks_plainly(intent)
  if #(intent.frames or {}) ~= #intent.panels then return false end
  for i, f in ipairs(intent.frames) do
    if f.panel ~= intent.panels[i] or f.slot ~= f.panel or f.art ~= 0 or f.redraw ~= 0 or f.retouch then return false end
  end
  return true
end

-- Of a request that is kept, when its batch is drawn, stays what the ledger shows, in one field: nothing about it can change any more. Thousands
-- of them are in memory for as long as the stories are, and a field takes as much as what is in it.
local function fold_kept(k)
  local requests, ids, states = story .. ':requests', request_states(k)
  for i, id in ipairs(ids) do
    local r = states[i] == 'kept' and redis.call('HMGET', requests, id .. '.intent', id .. '.outcome', id .. '.orderedAt', id .. '.settledAt',
      id .. '.key', id .. '.vendor')
    local intent, outcome = r and r[1] and cjson.decode(r[1]), r and r[2] and cjson.decode(r[2])
    -- A review names no provider.
    if intent and intent.provider and outcome and (r[4] or outcome.settledAt) then
      intent.from, outcome.frames = nil, nil
      if asks_plainly(intent) then intent.frames = nil end
      for _, list in ipairs({ 'references', 'leftOut' }) do
        -- An empty table would be written as an object.
        if intent[list] and #intent[list] == 0 then intent[list] = nil end
      end
      for _, f in ipairs(intent.frames or {}) do f.cast = nil end
      outcome.orderedAt = r[3] and tonumber(r[3]) or outcome.orderedAt
      outcome.settledAt = r[4] and tonumber(r[4]) or outcome.settledAt
      redis.call('HSET', requests, id .. '.kept', cjson.encode({ key = r[5] or nil, vendor = r[6] or nil, intent = intent, outcome = outcome }))
      redis.call('HDEL', requests, id .. '.state', id .. '.key', id .. '.intent', id .. '.outcome', id .. '.vendor', id .. '.orderedAt',
        id .. '.settledAt', id .. '.by', id .. '.day', id .. '.findable', id .. '.sentAgainAt')
    end
  end
end

-- What a turn gets to know of a request: state, vendor id, key, intent, orderedAt, lostAt, outcome, settledAt; '' for none. Nil when it was forgotten.
local function request_fields(id)
  local r = redis.call('HMGET', story .. ':requests', id .. '.state', id .. '.vendor', id .. '.key', id .. '.intent', id .. '.orderedAt',
    id .. '.lostAt', id .. '.outcome', id .. '.settledAt', id .. '.kept')
  if not r[1] and r[9] then
    local it = cjson.decode(r[9])
    local intent, outcome = it.intent, it.outcome
    if not intent.frames then
      intent.frames = {}
      for i, n in ipairs(intent.panels) do intent.frames[i] = { panel = n, slot = n, art = 0, redraw = 0 } end
    end
    r = { 'kept', it.vendor, it.key, cjson.encode(intent), outcome.orderedAt and int(outcome.orderedAt), false, cjson.encode(outcome), int(outcome.settledAt) }
  end
  if not r[1] then return nil end
  for i = 1, 8 do r[i] = r[i] or '' end
  return r
end

-- Adds to the story's `spent` or `possibly` (µ$), and to those of the day, unless the caller counts its own `changes`. What a request of an
-- earlier provider costs is that provider's, whenever it is learnt.
local function count_cost(field, cost, intent, id, changes)
  redis.call('HINCRBY', story, field, cost)
  if changes then
    changes[#changes + 1] = { id, field, cost }
  else
    count_day(id, field, cost)
  end
  local known = decode_intent(intent)
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
