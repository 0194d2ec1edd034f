-- cancel-story: anything unfinished → cancelled. What is drawn and paid stays; the pick-up in flight notices and stops.
-- KEYS: 1 story  2 lock
-- Returns {'cancelled'} | {'unchanged'} | {'invalid', status} | {'gone'}. Event: story.status.
local status = redis.call('HGET', story, 'status')
if not status then return { 'gone' } end
if status == 'cancelled' then return { 'unchanged' } end
if status == 'completed' then return { 'invalid', status } end
set_status('cancelled')
-- Whoever has the batch in hand stops it; where nobody has, it ends here.
if redis.call('EXISTS', KEYS[2]) == 0 then close_cancelled() end
redis.call('PUBLISH', root .. ':cancelled', story_id)
return { 'cancelled' }
