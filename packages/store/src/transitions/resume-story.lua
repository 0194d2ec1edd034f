-- resume-story: paused | needs_attention → queued | drawing | composing | completed, by what is there; failed batches wait again
-- with fresh tries and strikes. A story that waits for approval is approved, not resumed.
-- Returns {'resumed', status} | {'unchanged'} | {'invalid', status or 'approval'} | {'gone'}. Event: story.status.
local h = redis.call('HMGET', story, 'status', 'reason')
local status = h[1]
if not status then return { 'gone' } end
if is_active(status) or status == 'completed' then return { 'unchanged' } end
if status == 'cancelled' then return { 'invalid', status } end
if status == 'needs_attention' and h[2] == 'approval' then return { 'invalid', 'approval' } end
clear_failures()
set_status(working_status())
return { 'resumed', redis.call('HGET', story, 'status') }
