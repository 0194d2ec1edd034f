-- approve-story: needs_attention for approval, of the plates or of the first batches → drawing.
-- Returns {'approved'} | {'unchanged'} (approved before) | {'invalid', status} | {'gone'}. Events: story.approved, story.status.
local h = redis.call('HMGET', story, 'status', 'reason', 'approved', 'platesGate', 'platesApproved')
if not h[1] then return { 'gone' } end
if h[1] == 'needs_attention' and h[2] == 'approval' then
  -- The plates come first; the gate after some batches stays.
  local plates_wait = h[4] == '1' and h[5] ~= '1'
  redis.call('HSET', story, plates_wait and 'platesApproved' or 'approved', '1')
  emit('story.approved', '{}')
  set_status(working_status())
  return { 'approved' }
end
if h[3] == '1' or h[5] == '1' then return { 'unchanged' } end
return { 'invalid', h[1] }
