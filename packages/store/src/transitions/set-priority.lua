-- set-priority: how the story stands among those of its tenant; its place in line follows when the caller moves its job.
-- ARGV: 1 priority (−10 … 10)
-- Returns {'set'} | {'unchanged'} | {'gone'}. Event: story.amended.
local h = redis.call('HMGET', story, 'status', 'priority')
if not h[1] then return { 'gone' } end
if (h[2] or '0') == ARGV[1] then return { 'unchanged' } end
redis.call('HSET', story, 'priority', ARGV[1])
emit('story.amended', '{"fields":["priority"]}')
touch()
return { 'set' }
