-- bind-book: a format is bound; with the last one a composing story is completed.
-- Guard: the story wants the format; the sheets it was bound from are still all of the story's sheets, and nothing in the book was edited
-- meanwhile.
-- ARGV: 1 format  2 book (JSON)  3 edits, as read  4… sheet, sheet (as read from story:sheets), …
-- Returns {'bound', story status} | {'changed'} | {'gone'}. Events: book.bound, story.status.
local status = redis.call('HGET', story, 'status')
if not status then return { 'gone' } end
local wanted = false
for _, format in ipairs(cjson.decode(redis.call('HGET', story, 'spec')).book.formats) do wanted = wanted or format == ARGV[1] end
if not wanted then return { 'gone' } end
if (redis.call('HGET', story, 'edits') or '0') ~= ARGV[3] then return { 'changed' } end
if (#ARGV - 3) / 2 < tonumber(redis.call('HGET', story, 'sheets')) then return { 'changed' } end
for i = 4, #ARGV, 2 do
  if redis.call('HGET', story .. ':sheets', ARGV[i]) ~= ARGV[i + 1] then return { 'changed' } end
end
if redis.call('HGET', story .. ':books', ARGV[1]) ~= ARGV[2] then
  redis.call('HSET', story .. ':books', ARGV[1], ARGV[2])
  emit('book.bound', '{"format":' .. cjson.encode(ARGV[1]) .. '}')
  touch()
end
if status == 'composing' and working_status() == 'completed' then set_status('completed') end
return { 'bound', redis.call('HGET', story, 'status') }
