-- select-take: another take of a panel counts from now on.
-- Guard: the story is not cancelled; there is such a take; the panel is not in a worker's or the vendor's hands.
-- KEYS: 1 story  2 lock  3 change   ARGV: 1 panel  2 take  3 batch  4 'keep' | 'redraw'
-- Returns {'selected'} | {'unchanged'} | {'no_take', count} | {'drawing'} | {'invalid', status} | {'gone'}.
-- Events: take.selected, story.status.
local before = answer_before()
if before then return before end
local status = redis.call('HGET', story, 'status')
if not status then return { 'gone' } end
if status == 'cancelled' then return { 'invalid', status } end
local n, t, k = ARGV[1], ARGV[2], ARGV[3]
local frame = redis.call('HGET', story .. ':takes', n .. '.' .. t)
if not frame then return { 'no_take', redis.call('HGET', story .. ':takes', n .. '.count') or '0' } end
local chosen = redis.call('HGET', story .. ':selected', n) == frame and redis.call('HEXISTS', story .. ':redraws', n) == 0
-- In a cascade it would be drawn again: to choose it anew means that it stays.
local stays = not in_cascade(k) or redis.call('HEXISTS', story .. ':stays', n) == 1
if chosen and stays and ARGV[4] == 'keep' then return { 'unchanged' } end
if in_hand(k, n) then return { 'drawing' } end
select_take(n, t, k, ARGV[4])
return answer({ 'selected' })
