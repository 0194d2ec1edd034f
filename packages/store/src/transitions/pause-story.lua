-- pause-story: queued | drawing | composing → paused. The batch in flight is finished and committed.
-- Returns {'paused'} | {'unchanged'} | {'invalid', status} | {'gone'}. Event: story.status.
local status = redis.call('HGET', story, 'status')
if not status then return { 'gone' } end
if status == 'paused' then return { 'unchanged' } end
if not is_active(status) then return { 'invalid', status } end
set_status('paused')
return { 'paused' }
