-- enter-turn: a permit for a turn that is about to be claimed, or a place among the parked turns. Calling it again keeps the place.
-- ARGV: 7 story
-- Returns {'entered', woken} | {'parked', woken, wait (ms)}: 0 if only permits are missing, otherwise how long images must wait.
-- woken: other stories whose turn was granted a permit by this script.
use()
local story = ARGV[7]
local permit = turn_of(story)
if redis.call('ZSCORE', held, permit) == false then redis.call('ZADD', parked, 'NX', int(now_us), story) end
grant()
if redis.call('ZSCORE', held, permit) == false then
  local wait = wait_for_images(1)
  return { 'parked', woken, wait > longest and wait or 0 }
end
hold(permit)
local others = {}
for _, other in ipairs(woken) do
  if other ~= story then others[#others + 1] = other end
end
return { 'entered', others }
