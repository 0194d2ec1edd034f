-- edit-panel: what a panel asks for changes. Words of a panel that has no frame are drawn as they then are; lettering draws nothing, the
-- sheet that shows it and the books are made again.
-- Guard: the story is not cancelled; for words and characters, the panel has no frame and its batch is not being drawn.
-- ARGV: 1 panel  2 PanelSpec (JSON)  3 'art' | 'lettering'  4 batch  5 sheet
-- Returns {'edited'} | {'drawn'} | {'drawing'} | {'invalid', status} | {'gone'}. Event: story.status, when a finished story composes again.
local status = redis.call('HGET', story, 'status')
if not status then return { 'gone' } end
if status == 'cancelled' then return { 'invalid', status } end
local n = ARGV[1]
if ARGV[3] == 'art' then
  if redis.call('HEXISTS', story .. ':selected', n) == 1 or redis.call('HEXISTS', story .. ':kept', n) == 1 then return { 'drawn' } end
  if redis.call('HGET', story .. ':batches', ARGV[4] .. '.status') == 'drawing' then return { 'drawing' } end
end
redis.call('HSET', story .. ':panels', n, ARGV[2])
redis.call('HINCRBY', story, 'edits', 1)
if ARGV[3] == 'lettering' then
  redis.call('HDEL', story .. ':sheets', ARGV[5])
  redis.call('DEL', story .. ':books')
  if status == 'completed' then set_status(working_status()) else touch() end
else
  touch()
end
return { 'edited' }
