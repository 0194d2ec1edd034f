-- spare-takes: takes of a story that is over are marked as removed: their bytes go, to make room. They stay in the list of takes and in the
-- ledger, and cannot be selected.
-- Guard: the story is completed or cancelled; each take is as it was read, and its frame is not the selected one of its panel.
-- KEYS: 1 story   ARGV: per take: panel, number, frame as read (JSON), the same marked as removed (JSON)
-- Returns {'spared', field, …}: those that are marked now | {'busy', status} | {'gone'}. Event: takes.removed.
local status = redis.call('HGET', story, 'status')
if not status then return { 'gone' } end
if status ~= 'completed' and status ~= 'cancelled' then return { 'busy', status } end
local takes, answer_of, panels, ids, seen = story .. ':takes', { 'spared' }, {}, {}, {}
local function sha(json) return json and cjson.decode(json).sha256 end
for i = 1, #ARGV, 4 do
  local p, field = ARGV[i], ARGV[i] .. '.' .. ARGV[i + 1]
  local mine = sha(ARGV[i + 2])
  local shown = sha(redis.call('HGET', story .. ':selected', p)) == mine or sha(redis.call('HGET', story .. ':kept', p)) == mine
  if redis.call('HGET', takes, field) == ARGV[i + 2] and not shown then
    redis.call('HSET', takes, field, ARGV[i + 3])
    answer_of[#answer_of + 1] = field
    if not seen[p] then
      seen[p] = true
      panels[#panels + 1] = number_of(p)
      ids[#ids + 1] = p
    end
  end
end
if #ids > 0 then
  emit('takes.removed', cjson.encode({ panels = panels, panelIds = ids }))
  touch()
end
return answer_of
