-- resume-story: paused | needs_attention → queued | drawing | composing | completed, by what is there; failed batches wait again
-- with fresh tries and strikes, and what a vendor could not say about its requests is asked once more (resumedAt). A story that waits for approval is approved, not resumed.
-- Returns {'resumed', status} | {'unchanged'} | {'invalid', status or 'approval'} | {'gone'}. Event: story.status.
local h = redis.call('HMGET', story, 'status', 'reason')
local status = h[1]
if not status then return { 'gone' } end
if is_active(status) or status == 'completed' then return { 'unchanged' } end
if status == 'cancelled' then return { 'invalid', status } end
if status == 'needs_attention' and h[2] == 'approval' then return { 'invalid', 'approval' } end
clear_failures()
redis.call('HSET', story, 'resumedAt', now())
set_status(working_status())
return { 'resumed', redis.call('HGET', story, 'status') }
