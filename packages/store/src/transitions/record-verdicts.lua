-- record-verdicts: what checks measured of frames is kept, by panel, frame and check. A verdict of the same method and version stays.
-- Guard: the story exists. No fence: a verdict is about bytes, whatever process measured them.
-- KEYS: 1 story   ARGV: 1 n, then per frame: panel, SHA-256, JSON list of checks that found something, JSON list of the others, number of
--       verdicts m, then m times: check, verdict (JSON)
-- Returns {'recorded'} | {'gone'}. Event: panel.checked for each frame of which something new is known.
if redis.call('EXISTS', story) == 0 then return { 'gone' } end
local at, changed = 2, false
for _ = 1, tonumber(ARGV[1]) do
  local panel, sha, found, clear, m = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], tonumber(ARGV[at + 4])
  local news = false
  for v = 1, m do
    local field, verdict = panel .. ' ' .. sha .. ' ' .. ARGV[at + 3 + 2 * v], ARGV[at + 4 + 2 * v]
    local before = redis.call('HGET', story .. ':verdicts', field)
    local old, new = before and cjson.decode(before), cjson.decode(verdict)
    if not old or old.method ~= new.method or old.version ~= new.version then
      redis.call('HSET', story .. ':verdicts', field, verdict)
      news = true
    end
  end
  if news then
    emit('panel.checked', '{' .. panel_ref(panel) .. ',"sha256":"' .. sha .. '","found":' .. found .. ',"clear":' .. clear .. '}')
    changed = true
  end
  at = at + 5 + 2 * m
end
if changed then touch() end
return { 'recorded' }
