-- cancel-story: anything unfinished → cancelled. What is drawn and paid stays; the turn in progress notices and stops.
-- KEYS: 1 story  2 lock
-- Returns {'cancelled'} | {'cancelled', 'fetch'}: a vendor has requests and no worker is drawing the story | {'unchanged'} | {'invalid', status}
--       | {'gone'}. Events: story.status; batch.released for a turn that was suspended.
local status = redis.call('HGET', story, 'status')
if not status then return { 'gone' } end
if status == 'cancelled' then return { 'unchanged' } end
if status == 'completed' then return { 'invalid', status } end
set_status('cancelled')
-- The worker that draws the batch stops it; without one it ends here.
local in_hand = redis.call('EXISTS', KEYS[2]) == 1
if not in_hand then close_resting() end
-- What could not be fetched so far is asked for once more, at once, and then given up.
for _, k in ipairs(every_batch()) do redis.call('HDEL', story .. ':batches', k .. '.lookAt') end
watch_fetch()
redis.call('PUBLISH', root .. ':cancelled', story_id)
if not in_hand and redis.call('HEXISTS', story, 'toFetch') == 1 then return { 'cancelled', 'fetch' } end
return { 'cancelled' }
