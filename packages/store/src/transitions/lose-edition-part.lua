-- lose-edition-part: the bytes of a sheet or a book of an edition are gone or damaged: it is made again. A lost sheet takes the books along.
-- Guard: it is still the stored one.
-- ARGV: 1 language  2 'sheet' | 'book'  3 page or format  4 its JSON as read
-- Returns {'lost'} | {'changed'}. Events: edition.outdated, edition.unbound.
local part = ARGV[2] == 'sheet' and 'editionSheets' or 'editionBooks'
if redis.call('HGET', story .. ':' .. part, ARGV[1] .. ' ' .. ARGV[3]) ~= ARGV[4] then return { 'changed' } end
if ARGV[2] == 'sheet' then drop_edition_page(ARGV[1], ARGV[3]) else unbind_edition(ARGV[1]) end
watch_editions()
touch()
return { 'lost' }
