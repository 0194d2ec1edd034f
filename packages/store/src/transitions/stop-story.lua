-- stop-story: queued | drawing | composing → needs_attention, for a reason no batch stands for (a sheet that cannot be composed).
-- ARGV: 1 code  2 failure (JSON)
-- Returns {'stopped'} | {'invalid', status} | {'gone'}. Event: story.status.
local status = redis.call('HGET', story, 'status')
if not status then return { 'gone' } end
if not is_active(status) then return { 'invalid', status } end
redis.call('HSET', story .. ':failures', '*', ARGV[2])
set_status('needs_attention', ARGV[1])
return { 'stopped' }
