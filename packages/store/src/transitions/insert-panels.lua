-- insert-panels: panels are put behind panel `after`, as batches of their own; what follows moves on by as many numbers. A batch that they part
-- becomes two. The chain goes on through them: the panels behind them were drawn from a frame that is no longer the one before theirs.
-- Guard: the story is not cancelled; nobody changed its spec meanwhile; nothing behind `after` is in a worker's or the vendor's hands.
-- KEYS: 1 story  2 lock  3 change   ARGV: 1 after  2 spec as read (JSON)  3 spec (JSON)  4 'keep' | 'redraw'  5 batches b, then their sizes × b, then PanelSpec (JSON), …
-- Returns {'inserted', first batch of theirs} | {'beyond', panels} | {'changed'} | {'drawing'} | {'invalid', status} | {'gone'}. Events: panels.inserted, story.status.
local before = answer_before()
if before then return before end
local status = redis.call('HGET', story, 'status')
if not status then return { 'gone' } end
if status == 'cancelled' then return { 'invalid', status } end
local after, panels = tonumber(ARGV[1]), tonumber(redis.call('HGET', story, 'panels'))
if after > panels then return { 'beyond', panels } end
if redis.call('HGET', story, 'spec') ~= ARGV[2] then return { 'changed' } end
local size_count = tonumber(ARGV[5])
local first_spec = 6 + size_count
local m = #ARGV - first_spec + 1

local function read(part)
  local flat, fields = redis.call('HGETALL', story .. ':' .. part), {}
  for i = 1, #flat, 2 do fields[flat[i]] = flat[i + 1] end
  return fields
end
local function write(part, fields)
  local key, args = story .. ':' .. part, {}
  redis.call('DEL', key)
  for field, value in pairs(fields) do
    args[#args + 1] = field
    args[#args + 1] = value
    if #args == 1000 then
      redis.call('HSET', key, unpack(args))
      args = {}
    end
  end
  if #args > 0 then redis.call('HSET', key, unpack(args)) end
end

-- The chain as it will be: {old number or nil, first, last}, in order.
local old, chain, inserted_at = read('batches'), {}, nil
local function insert_batches()
  inserted_at = #chain + 1
  local first = after + 1
  for i = 1, size_count do
    local size = tonumber(ARGV[5 + i])
    chain[#chain + 1] = { nil, first, first + size - 1 }
    first = first + size
  end
end
for j = 1, batch_count() do
  local first, last = tonumber(old[j .. '.first']), tonumber(old[j .. '.last'])
  if last > after then
    if in_work(j) or (will_collect() and at_vendor(j)) then return { 'drawing' } end
    if not inserted_at and first > after then insert_batches() end
    if not inserted_at then
      chain[#chain + 1] = { j, first, after }
      insert_batches()
      chain[#chain + 1] = { j, after + 1 + m, last + m }
    else
      chain[#chain + 1] = { j, first + m, last + m }
    end
  else
    chain[#chain + 1] = { j, first, last }
  end
end
if not inserted_at then insert_batches() end
fence_off()

local batches, moved = {}, {}
for j, it in ipairs(chain) do
  if it[1] then
    for field, value in pairs(old) do
      local name = string.match(field, '^' .. it[1] .. '%.(.*)$')
      -- Attempts, and the frames a batch began with, stay with the first half of a parted one.
      local once = name == 'attempts' or name == 'pinned' or name == 'anchor' or name == 'from'
      if name and not (once and moved[it[1]]) then batches[j .. '.' .. name] = value end
      -- A pick-up that died left its attempt to the first half.
      if name == 'status' and value == 'drawing' and moved[it[1]] then batches[j .. '.status'] = 'waiting' end
    end
    if not moved[it[1]] then moved[it[1]] = j end
  else
    batches[j .. '.status'] = 'waiting'
    if ARGV[4] == 'redraw' then batches[j .. '.cascade'] = '1' end
  end
  batches[j .. '.first'], batches[j .. '.last'] = it[2], it[3]
end
local function number(n) return tonumber(n) > after and int(tonumber(n) + m) or n end
for field, value in pairs(batches) do
  if string.match(field, '%.reference$') and value ~= '' then
    local reference = cjson.decode(value)
    reference.panel = tonumber(number(reference.panel))
    batches[field] = cjson.encode(reference)
  end
end
write('batches', batches)
for _, part in ipairs({ 'panels', 'kept', 'takes', 'selected', 'redraws', 'stays', 'art', 'failures' }) do
  local fields = {}
  for field, value in pairs(read(part)) do
    local n, rest = string.match(field, '^(%d+)(.*)$')
    fields[number(n) .. rest] = value
  end
  if part == 'panels' then
    for i = 1, m do fields[int(after + i)] = ARGV[first_spec + i - 1] end
  end
  write(part, fields)
end
local attempts = {}
for field, value in pairs(read('attempts')) do
  local j, rest = string.match(field, '^(%d+)(.*)$')
  attempts[moved[tonumber(j)] .. rest] = value
end
write('attempts', attempts)
for field, value in pairs(read('requests')) do
  if string.match(field, '%.intent$') then
    local intent = cjson.decode(value)
    intent.batch = moved[intent.batch] or intent.batch
    for i, n in ipairs(intent.panels) do intent.panels[i] = tonumber(number(n)) end
    for _, it in ipairs(intent.frames or {}) do
      local n, rest = string.match(it.slot, '^(%d+)(.*)$')
      it.panel, it.slot = number(it.panel), number(n) .. rest
    end
    redis.call('HSET', story .. ':requests', field, cjson.encode(intent))
  end
end
local per_sheet = tonumber(redis.call('HGET', story, 'perSheet'))
local sheets = math.ceil((panels + m) / per_sheet)
for s = sheet_of(after + 1), sheets do redis.call('HDEL', story .. ':sheets', s) end
drop_books()
redis.call('HSET', story, 'panels', panels + m, 'batches', #chain, 'sheets', sheets, 'spec', ARGV[3])
redis.call('HINCRBY', story, 'edits', 1)
emit('panels.inserted', '{"after":' .. int(after) .. ',"panels":' .. int(m) .. ',"batches":' .. int(size_count) .. '}')
go_on_after(nil)
return answer({ 'inserted', inserted_at })
