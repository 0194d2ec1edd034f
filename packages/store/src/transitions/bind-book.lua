-- bind-book: a format is bound; with the last one a composing story is completed.
-- Guard: the story wants the book; the sheets it was bound from are still all of the story's sheets, the cover is the one it has, and nothing
-- in the book was edited meanwhile.
-- ARGV: 1 name of the book  2 book (JSON)  3 edits, as read  4 frame of a cover that is drawn (as read from story:selected), or ''  5… sheet, sheet (as read from story:sheets), …
-- Returns {'bound', story status} | {'changed'} | {'gone'}. Events: book.bound, story.status.
local status = redis.call('HGET', story, 'status')
if not status then return { 'gone' } end
if not is_wanted(ARGV[1]) then return { 'gone' } end
if (redis.call('HGET', story, 'edits') or '0') ~= ARGV[3] then return { 'changed' } end
if (redis.call('HGET', story .. ':selected', 'cover') or '') ~= ARGV[4] and cover_batch() then return { 'changed' } end
if (#ARGV - 4) / 2 < tonumber(redis.call('HGET', story, 'sheets')) then return { 'changed' } end
for i = 5, #ARGV, 2 do
  if redis.call('HGET', story .. ':sheets', ARGV[i]) ~= ARGV[i + 1] then return { 'changed' } end
end
if redis.call('HGET', story .. ':books', ARGV[1]) ~= ARGV[2] then
  redis.call('HSET', story .. ':books', ARGV[1], ARGV[2])
  emit('book.bound', '{' .. book_ref(ARGV[1]) .. '}')
  touch()
end
if status == 'composing' and working_status() == 'completed' then set_status('completed') end
return { 'bound', redis.call('HGET', story, 'status') }
