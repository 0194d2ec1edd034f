-- edit-panel: what a panel asks for changes. Where that changes its picture ('art'), a drawn panel is drawn again and its batch waits; otherwise
-- only the sheet that shows it and the books are made again.
-- Guard: the story is not cancelled; nobody edited the panel meanwhile; for 'art' the panel is not in a worker's or the vendor's hands.
-- KEYS: 1 story  2 lock  3 change   ARGV: 1 panel  2 PanelSpec as read (JSON)  3 PanelSpec (JSON)  4 'art' | 'words'  5 batch  6 'keep' | 'redraw'
-- Returns {'edited'} | {'changed'} | {'drawing'} | {'invalid', status} | {'gone'}. Events: panel.edited, batch.reopened, story.status.
local before = answer_before()
if before then return before end
local status = redis.call('HGET', story, 'status')
if not status then return { 'gone' } end
if status == 'cancelled' then return { 'invalid', status } end
local n, k = ARGV[1], ARGV[5]
if redis.call('HGET', story .. ':panels', n) ~= ARGV[2] then return { 'changed' } end
if ARGV[4] == 'art' and in_hand(k, n) then return { 'drawing' } end
redis.call('HSET', story .. ':panels', n, ARGV[3])
redis.call('HINCRBY', story, 'edits', 1)
emit('panel.edited', '{"panel":' .. n .. ',"art":' .. (ARGV[4] == 'art' and 'true' or 'false') .. '}')
if ARGV[4] ~= 'art' then
  drop_sheet(n)
  go_on_after(nil)
  return answer({ 'edited' })
end
redis.call('HINCRBY', story .. ':art', n, 1)
fence_off()
keep_further(n)
if redis.call('HEXISTS', story .. ':selected', n) == 1 then
  redis.call('HSET', story .. ':redraws', n, '{"redraw":0,"count":1}')
end
reopen(k, n)
if ARGV[6] == 'redraw' then redis.call('HSET', story .. ':batches', k .. '.cascade', '1') end
go_on_after(n)
return answer({ 'edited' })
