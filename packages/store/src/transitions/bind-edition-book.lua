-- bind-edition-book: a format of an edition is bound.
-- Guard: the story wants the book; the edition is the one that was read; the sheets it was bound from are still all of the edition's
-- sheets, the cover is the one the story has, and nothing in the book was edited meanwhile.
-- ARGV: 1 language  2 edition (as read)  3 name of the book  4 book (JSON)  5 edits, as read
--       6 frame of a cover that is drawn (as read from story:selected), or ''  7… page, sheet (as read), …
-- Returns {'bound'} | {'changed'} | {'gone'}. Event: edition.book.
if redis.call('EXISTS', story) == 0 then return { 'gone' } end
local edition = redis.call('HGET', story .. ':editions', ARGV[1])
if not edition then return { 'gone' } end
if not is_wanted(ARGV[3]) then return { 'gone' } end
if edition ~= ARGV[2] or (redis.call('HGET', story, 'edits') or '0') ~= ARGV[5] then return { 'changed' } end
if (redis.call('HGET', story .. ':selected', 'cover') or '') ~= ARGV[6] and cover_batch() then return { 'changed' } end
if (#ARGV - 6) / 2 < tonumber(redis.call('HGET', story, 'sheets')) then return { 'changed' } end
for i = 7, #ARGV, 2 do
  if redis.call('HGET', story .. ':editionSheets', ARGV[1] .. ' ' .. ARGV[i]) ~= ARGV[i + 1] then return { 'changed' } end
end
local field = ARGV[1] .. ' ' .. ARGV[3]
if redis.call('HGET', story .. ':editionBooks', field) ~= ARGV[4] then
  redis.call('HSET', story .. ':editionBooks', field, ARGV[4])
  emit('edition.book', '{"language":"' .. ARGV[1] .. '",' .. book_ref(ARGV[3]) .. '}')
  watch_editions()
  touch()
end
return { 'bound' }
