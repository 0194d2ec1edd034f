-- put-note: a note is added, changed or deleted. It changes no picture, so the revision of the story stays.
-- Guard: it is as it was read.
-- KEYS: 1 story   ARGV: 1 note  2 the note as it was read, '' for a new one  3 as it must be, '' deletes it  4 panel  5 whether it is resolved
--   6 how many a story may have
-- Returns {'put'} | {'changed'}: it is no longer as it was read | {'full'} | {'gone'}. Events: note.added, note.changed, note.deleted.
if redis.call('EXISTS', story) == 0 then return { 'gone' } end
local notes = story .. ':notes'
if (redis.call('HGET', notes, ARGV[1]) or '') ~= ARGV[2] then return { 'changed' } end
if ARGV[2] == '' and redis.call('HLEN', notes) >= tonumber(ARGV[6]) then return { 'full' } end
if ARGV[3] == '' then redis.call('HDEL', notes, ARGV[1]) else redis.call('HSET', notes, ARGV[1], ARGV[3]) end
local happened = ARGV[2] == '' and 'note.added' or ARGV[3] == '' and 'note.deleted' or 'note.changed'
emit(happened, '{' .. panel_ref(ARGV[4]) .. ',"note":"' .. ARGV[1] .. '","resolved":' .. ARGV[5] .. '}')
touch()
return { 'put' }
