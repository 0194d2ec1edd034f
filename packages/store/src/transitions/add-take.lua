-- add-take: a frame made by hand or elsewhere becomes a take of a panel. Chosen, it is what the chain goes on from; a panel without a
-- frame that gets one is not drawn.
-- Guard: the story is not cancelled; to choose it, the panel is not in a worker's or the vendor's hands.
-- KEYS: 1 story  2 lock  3 change   ARGV: 1 panel  2 frame (JSON)  3 batch  4 'auto' (choose where the panel has none) | 'yes' | 'no'  5 'keep' | 'redraw'
-- Returns {'added', take} | {'drawing'} | {'invalid', status} | {'gone'}. Events: take.added or take.selected, story.status.
local before = answer_before()
if before then return before end
local status = redis.call('HGET', story, 'status')
if not status then return { 'gone' } end
if status == 'cancelled' then return { 'invalid', status } end
local n, k = ARGV[1], ARGV[3]
local has = redis.call('HEXISTS', story .. ':selected', n) == 1 or redis.call('HEXISTS', story .. ':kept', n) == 1
local choose = ARGV[4] == 'yes' or (ARGV[4] == 'auto' and not has)
if choose and in_hand(k, n) then return { 'drawing' } end
local t = keep_take(n, ARGV[2])
if choose then
  select_take(n, t, k, ARGV[5])
else
  emit('take.added', '{"panel":' .. n .. ',"take":' .. t .. ',"source":"uploaded"}')
  touch()
end
return answer({ 'added', t })
