-- enter-turn: a permit for a turn that is about to be claimed, or a place among the parked turns. Calling it again keeps the place.
-- ARGV: 8 story  9 its tag in the line of all tenants, by which permits are granted; '' for none
-- Returns {'entered', woken} | {'parked', woken, why, wait (ms), words}
--   why: 'refused': the vendor asked for less, and said so in these words · 'images': its first image would wait too long
--        · 'permits': only permits are missing (wait 0).
-- woken: other stories whose turn was granted a permit by this script.
use()
local story = ARGV[8]
local permit = turn_of(story)
-- First, or the permit of a dead turn of this story would count as in use, and the story would be parked without a place.
drop_dead()
if not has_one(permit) then redis.call('ZADD', parked, 'NX', ARGV[9] ~= '' and ARGV[9] or int(now_us), story) end
grant()
if not has_one(permit) then
  if is_closed() or blocked_for() > 0 then
    return { 'parked', woken, 'refused', blocked_for(), redis.call('HGET', pace, 'words') or '' }
  end
  local wait = wait_for_images(1)
  if wait > longest then return { 'parked', woken, 'images', wait, '' } end
  return { 'parked', woken, 'permits', 0, '' }
end
give(permit)
local others = {}
for _, other in ipairs(woken) do
  if other ~= story then others[#others + 1] = other end
end
return { 'entered', others }
