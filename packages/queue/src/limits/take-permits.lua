-- take-permits: permits for requests of one running turn, and space in the bucket for their images. A request in line learns of its grant
-- by calling this again under the same id; one whose answer was lost keeps its permit.
-- ARGV: 7 story  8… request, images, …
-- Returns {woken, kind, wait (ms), …} with two entries for each request:
--   'taken': order after the wait · 'line': wait to be granted a permit · 'full': nothing was taken; come back after the wait.
use()
local answer = { woken }
grant()
for i = 8, #ARGV, 2 do
  local request = ARGV[i]
  local wait, empty = wait_for_images(tonumber(ARGV[i + 1]))
  local kind = 'taken'
  if wait > longest then
    kind = 'full'
    redis.call('ZREM', held, request)
    leave_line(request)
  elseif at_once > 0 then
    if redis.call('ZSCORE', held, request) or redis.call('ZREM', held, turn_of(ARGV[7])) == 1
      or (redis.call('ZCARD', held) < at_once and redis.call('ZCARD', line) == 0) then
      hold(request)
      leave_line(request)
    else
      kind, wait = 'line', 0
      stand_in_line(request)
    end
  end
  if kind == 'taken' then take_images(empty) end
  answer[#answer + 1] = kind
  answer[#answer + 1] = wait
end
-- A request that found the bucket full may have returned a permit.
grant()
return answer
