-- compose-sheet: waiting → composed (or composed again from other frames).
-- Guard: the frames it was composed from are the selected ones still, and no panel was edited, moved, added or removed meanwhile. No
-- fence: same frames, same bytes.
-- ARGV: 1 page  2 sheet (JSON)  3 edits, as read  4 its warnings (JSON)  5… panel, frame (as read from story:selected), …
-- Returns {'composed', 'all' | 'some'} | {'changed'} | {'gone'}. Event: sheet.composed.
if redis.call('EXISTS', story) == 0 then return { 'gone' } end
if (redis.call('HGET', story, 'edits') or '0') ~= ARGV[3] then return { 'changed' } end
for i = 5, #ARGV, 2 do
  if redis.call('HGET', story .. ':selected', ARGV[i]) ~= ARGV[i + 1] then return { 'changed' } end
end
local sheets = story .. ':sheets'
local before = redis.call('HGET', sheets, ARGV[1])
if before ~= ARGV[2] then
  redis.call('HSET', sheets, ARGV[1], ARGV[2])
  -- Books were bound from the sheet as it was.
  if before then drop_books() end
  emit('sheet.composed', '{"sheet":' .. ARGV[1] .. ',"warnings":' .. ARGV[4] .. '}')
  local status = redis.call('HGET', story, 'status')
  if status == 'completed' and working_status() ~= status then set_status(working_status()) else touch() end
end
local all = redis.call('HLEN', sheets) >= tonumber(redis.call('HGET', story, 'sheets'))
return { 'composed', all and 'all' or 'some' }
