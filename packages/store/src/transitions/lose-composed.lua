-- lose-composed: the bytes of a sheet or a book are gone or damaged: it is made again from the frames. A lost sheet takes the books along:
-- words edited since may make another sheet of the same frames.
-- Guard: it is still the stored one.
-- ARGV: 1 'sheets' | 'books'  2 sheet number or format  3 its JSON as read
-- Returns {'lost'} | {'changed'} | {'gone'}. Events: sheet.outdated, books.outdated, story.status.
local status = redis.call('HGET', story, 'status')
if not status then return { 'gone' } end
if redis.call('HGET', story .. ':' .. ARGV[1], ARGV[2]) ~= ARGV[3] then return { 'changed' } end
redis.call('HDEL', story .. ':' .. ARGV[1], ARGV[2])
if ARGV[1] == 'sheets' then
  emit('sheet.outdated', '{"sheet":' .. ARGV[2] .. '}')
  drop_books()
else
  emit('books.outdated', '{}')
end
if status == 'completed' or status == 'composing' then set_status(working_status()) else touch() end
return { 'lost' }
