-- lose-frame: the bytes of a selected frame are gone or damaged: its batch goes back to be drawn, the other panels of the batch keep
-- their frames, and what was made from the lost one is made again.
-- Guard: the frame is still the selected one, or one that is kept for a batch under way.
-- ARGV: 1 panel  2 frame (as read from story:selected)  3 batch  4 'redraw' | 'ask'  5 failure (JSON)
-- Returns {'waiting' | 'failed'} | {'changed'} | {'gone'}. Events: panel.failed, story.status.
local status = redis.call('HGET', story, 'status')
if not status then return { 'gone' } end
local selected, kept, batches = story .. ':selected', story .. ':kept', story .. ':batches'
local k = ARGV[3]
if redis.call('HGET', selected, ARGV[1]) ~= ARGV[2] then
  if redis.call('HGET', kept, ARGV[1]) ~= ARGV[2] then return { 'changed' } end
  redis.call('HDEL', kept, ARGV[1])
  emit('panel.failed', '{' .. panel_ref(ARGV[1]) .. ',' .. batch_ref(k) .. ',"failure":' .. ARGV[5] .. '}')
  touch()
  return { 'waiting' }
end
write_only_take(ARGV[1])
redis.call('HDEL', selected, ARGV[1])
-- One that was drawn since is not lost.
if redis.call('HGET', kept, ARGV[1]) == ARGV[2] then redis.call('HDEL', kept, ARGV[1]) end
local batch_status = redis.call('HGET', batches, k .. '.status')
-- Where the batch waits already, those panels that are to be drawn again stay without a frame.
if batch_status == 'drawn' then
  for _, n in ipairs(panels_of(k)) do
    local frame = redis.call('HGET', selected, n)
    if frame then redis.call('HSETNX', kept, n, frame) end
  end
end
drop_sheet(ARGV[1])
emit('panel.failed', '{' .. panel_ref(ARGV[1]) .. ',' .. batch_ref(k) .. ',"failure":' .. ARGV[5] .. '}')
if ARGV[4] == 'ask' then
  redis.call('HSET', story .. ':failures', ARGV[1], ARGV[5])
  if batch_status == 'drawn' then redis.call('HSET', batches, k .. '.status', 'failed') end
  if is_active(status) or status == 'completed' then set_status('needs_attention', 'frame_lost') end
  return { 'failed' }
end
if batch_status == 'drawn' then redis.call('HSET', batches, k .. '.status', 'waiting') end
if is_active(status) or status == 'completed' then set_status(is_plates(k) and 'plates' or 'drawing') end
return { 'waiting' }
