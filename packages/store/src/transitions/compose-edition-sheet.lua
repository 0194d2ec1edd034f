-- compose-edition-sheet: a sheet of an edition is composed (or composed again).
-- Guard: the edition is the one that was read; the frames it was composed from are the selected ones still, and nothing of the story that
-- sheets show was edited meanwhile. No fence: same frames, same words, same bytes. The story's status depends on the original only.
-- ARGV: 1 language  2 edition (as read)  3 page  4 sheet (JSON)  5 edits, as read  6 its warnings (JSON)  7… panel, frame (as read), …
-- Returns {'composed', 'all' | 'some'} | {'changed'} | {'gone'}. Events: edition.sheet, edition.unbound.
if redis.call('EXISTS', story) == 0 then return { 'gone' } end
local edition = redis.call('HGET', story .. ':editions', ARGV[1])
if not edition then return { 'gone' } end
if edition ~= ARGV[2] or (redis.call('HGET', story, 'edits') or '0') ~= ARGV[5] then return { 'changed' } end
for i = 7, #ARGV, 2 do
  if redis.call('HGET', story .. ':selected', ARGV[i]) ~= ARGV[i + 1] then return { 'changed' } end
end
local sheets, field = story .. ':editionSheets', ARGV[1] .. ' ' .. ARGV[3]
local before = redis.call('HGET', sheets, field)
if before ~= ARGV[4] then
  redis.call('HSET', sheets, field, ARGV[4])
  if before then unbind_edition(ARGV[1]) end
  emit('edition.sheet', '{"language":"' .. ARGV[1] .. '","sheet":' .. ARGV[3] .. ',"warnings":' .. ARGV[6] .. '}')
  watch_editions()
  touch()
end
local all = #names_in('editionSheets', ARGV[1]) >= tonumber(redis.call('HGET', story, 'sheets'))
return { 'composed', all and 'all' or 'some' }
