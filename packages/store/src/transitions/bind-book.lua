-- bind-book: a format is bound; with the last one a composing story is completed.
-- Guard: the sheets it was bound from are the story's sheets still.
-- ARGV: 1 format  2 book (JSON)  3… sheet, sheet (as read from story:sheets), …
-- Returns {'bound', story status} | {'changed'} | {'gone'}. Events: book.bound, story.status.
local status = redis.call('HGET', story, 'status')
if not status then return { 'gone' } end
for i = 3, #ARGV, 2 do
  if redis.call('HGET', story .. ':sheets', ARGV[i]) ~= ARGV[i + 1] then return { 'changed' } end
end
if redis.call('HGET', story .. ':books', ARGV[1]) ~= ARGV[2] then
  redis.call('HSET', story .. ':books', ARGV[1], ARGV[2])
  emit('book.bound', '{"format":' .. cjson.encode(ARGV[1]) .. '}')
  touch()
end
if status == 'composing' and working_status() == 'completed' then set_status('completed') end
return { 'bound', redis.call('HGET', story, 'status') }
