-- approve-story: needs_attention for approval → drawing.
-- Returns {'approved'} | {'unchanged'} (approved before) | {'invalid', status} | {'gone'}. Events: story.approved, story.status.
local h = redis.call('HMGET', story, 'status', 'reason', 'approved')
if not h[1] then return { 'gone' } end
if h[1] == 'needs_attention' and h[2] == 'approval' then
  redis.call('HSET', story, 'approved', '1')
  emit('story.approved', '{}')
  set_status(working_status())
  return { 'approved' }
end
if h[3] == '1' then return { 'unchanged' } end
return { 'invalid', h[1] }
