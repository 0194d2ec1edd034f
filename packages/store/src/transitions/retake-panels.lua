-- retake-panels: drawn panels of a batch are drawn again, `count` times each; the takes there are stay and can be chosen again.
-- Guard: the story is not cancelled; each panel is drawn, and not in a worker's or the vendor's hands.
-- KEYS: 1 story  2 lock  3 change   ARGV: 1 batch  2 count  3 'keep' | 'redraw'  4… panels
-- Returns {'retaken'} | {'not_drawn', panel} | {'drawing'} | {'invalid', status} | {'gone'}. Events: panels.retaken, batch.reopened, story.status.
local before = answer_before()
if before then return before end
local status = redis.call('HGET', story, 'status')
if not status then return { 'gone' } end
if status == 'cancelled' then return { 'invalid', status } end
local k, count = ARGV[1], tonumber(ARGV[2])
for i = 4, #ARGV do
  if redis.call('HEXISTS', story .. ':selected', ARGV[i]) == 0 and redis.call('HEXISTS', story .. ':kept', ARGV[i]) == 0 then
    return { 'not_drawn', ARGV[i] }
  end
  if in_hand(k, ARGV[i]) then return { 'drawing' } end
end
fence_off()
emit('panels.retaken', '{"batch":' .. k .. ',"panels":[' .. table.concat(ARGV, ',', 4) .. '],"count":' .. int(count) .. '}')
for i = 4, #ARGV do
  local n = ARGV[i]
  local asked = redis.call('HGET', story .. ':redraws', n)
  local last = redis.call('HINCRBY', story .. ':takes', n .. '.redraws', count)
  -- One that waits to be drawn again already is drawn that much more often.
  local before = asked and cjson.decode(asked) or { redraw = last - count + 1, count = 0 }
  redis.call('HSET', story .. ':redraws', n, '{"redraw":' .. int(before.redraw) .. ',"count":' .. int(before.count + count) .. '}')
  reopen(k, n)
end
if ARGV[3] == 'redraw' then redis.call('HSET', story .. ':batches', k .. '.cascade', '1') end
go_on_after(#ARGV == 4 and ARGV[4] or nil)
return answer({ 'retaken' })
