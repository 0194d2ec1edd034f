-- label-verdict: a user says whether a check was right about a frame. It changes no picture, so the revision of the story stays.
-- Guard: there is such a verdict.
-- KEYS: 1 story   ARGV: 1 panel  2 SHA-256  3 check  4 label, '' takes it back  5 JSON list of the check when it had found something  6 of the check otherwise
-- Returns {'labelled'} | {'none'} | {'gone'}. Event: panel.checked.
if redis.call('EXISTS', story) == 0 then return { 'gone' } end
local field = ARGV[1] .. ' ' .. ARGV[2] .. ' ' .. ARGV[3]
if redis.call('HEXISTS', story .. ':verdicts', field) == 0 then return { 'none' } end
if ARGV[4] == '' then
  redis.call('HDEL', story .. ':labels', field)
else
  redis.call('HSET', story .. ':labels', field, ARGV[4])
end
emit('panel.checked', '{' .. panel_ref(ARGV[1]) .. ',"sha256":"' .. ARGV[2] .. '","found":' .. ARGV[5] .. ',"clear":' .. ARGV[6]
  .. ',"label":"' .. (ARGV[4] == '' and 'none' or ARGV[4]) .. '"}')
touch()
return { 'labelled' }
