-- keep-other-sheet: a sheet of another layout or page size than the story's was composed, and is kept for the next time. Each reader
-- compares what it was composed from with what the story shows by then, so nothing has to take it away.
-- Guard: the story is there.
-- ARGV: 1 'pages language ' (what its fields begin with)  2 number  3 sheet (JSON)  4 how many such sheets there are
-- Returns {'kept'} | {'gone'}. No event: who asks for such a sheet has it composed.
if redis.call('EXISTS', story) == 0 then return { 'gone' } end
local sheets = story .. ':otherSheets'
redis.call('HSET', sheets, ARGV[1] .. ARGV[2], ARGV[3])
for _, field in ipairs(redis.call('HKEYS', sheets)) do
  local number = string.sub(field, 1, #ARGV[1]) == ARGV[1] and tonumber(string.sub(field, #ARGV[1] + 1))
  if number and number > tonumber(ARGV[4]) then redis.call('HDEL', sheets, field) end
end
return { 'kept' }
