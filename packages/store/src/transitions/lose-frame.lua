-- lose-frame: the bytes of a selected frame are gone or damaged: its batch goes back to be drawn, the other panels of the batch keep
-- their frames, and what was made from the lost one is made again.
-- Guard: the frame is still the selected one.
-- ARGV: 1 panel  2 frame (as read from story:selected)  3 batch  4 sheet  5 'redraw' | 'ask'  6 failure (JSON)
-- Returns {'waiting' | 'failed'} | {'changed'} | {'gone'}. Events: panel.failed, story.status.
local status = redis.call('HGET', story, 'status')
if not status then return { 'gone' } end
local selected, kept, batches = story .. ':selected', story .. ':kept', story .. ':batches'
if redis.call('HGET', selected, ARGV[1]) ~= ARGV[2] then return { 'changed' } end
local k = ARGV[3]
redis.call('HDEL', selected, ARGV[1])
redis.call('HDEL', kept, ARGV[1])
local b = redis.call('HMGET', batches, k .. '.first', k .. '.last', k .. '.status')
for n = tonumber(b[1]), tonumber(b[2]) do
  local frame = redis.call('HGET', selected, n)
  if frame then redis.call('HSETNX', kept, n, frame) end
end
redis.call('HDEL', story .. ':sheets', ARGV[4])
redis.call('DEL', story .. ':books')
emit('panel.failed', '{"panel":' .. ARGV[1] .. ',"batch":' .. k .. ',"failure":' .. ARGV[6] .. '}')
if ARGV[5] == 'ask' then
  redis.call('HSET', story .. ':failures', ARGV[1], ARGV[6])
  if b[3] == 'drawn' then redis.call('HSET', batches, k .. '.status', 'failed') end
  if is_active(status) or status == 'completed' then set_status('needs_attention', 'frame_lost') end
  return { 'failed' }
end
if b[3] == 'drawn' then redis.call('HSET', batches, k .. '.status', 'waiting') end
if is_active(status) or status == 'completed' then set_status('drawing') end
return { 'waiting' }
