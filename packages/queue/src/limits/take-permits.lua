-- take-permits: permits for requests of one running turn, and space in the bucket for their images. A request in line learns of its grant
-- by calling this again under the same id; one whose answer was lost keeps its permit.
-- ARGV: 8 story  9… request, images, …
-- Returns {woken, round, words of the vendor's last refusal, kind, wait (ms), …} with two entries for each request:
--   'taken': order now · 'probe': order now, and report whether it passed · 'soon': it has permit and images; call again after the wait
--   'line': wait to be granted a permit · 'full', 'refused': nothing was taken, because the images are used up or because the vendor refuses;
--   come back after the wait.
use()
grant()
local closed, refusals = is_closed()
local round = round_now()
local turn = turn_of(ARGV[8])

-- Whether the request has a permit, gets a free one, or takes over that of its turn; while the model is closed only the probe has one.
local function has_permit(request)
  if closed then
    local probe = redis.call('HGET', pace, 'probe')
    if probe == turn and redis.call('ZREM', permits, turn) == 1 then
      redis.call('HSET', pace, 'probe', request)
      probe = request
    end
    return probe == request
  end
  return has_one(request) or redis.call('ZREM', permits, turn) == 1
    or ((at_once == 0 or redis.call('ZCARD', permits) < at_once) and redis.call('ZCARD', line) == 0)
end

-- When a request may go that has images already, ms from now; nil for none, and for those of an earlier round, whose rate was too high.
local function departure_of(request)
  local of, at = string.match(redis.call('HGET', departures, request) or '', '^(%d+) (%d+)$')
  return of and tonumber(of) == round and math.max(tonumber(at) - now, blocked_for(), 0) or nil
end

local function place(request, images)
  local wait, empty = departure_of(request), nil
  if not wait then wait, empty = wait_for_images(images) end
  if wait > longest then
    give_back(request)
    return (closed or blocked_for() > 0) and 'refused' or 'full', wait
  end
  if not has_permit(request) then
    redis.call('ZREM', permits, request)
    redis.call('HDEL', departures, request)
    if closed and refusals > 1 then
      -- The vendor refuses again and again: the turn ends and shows what it waits for.
      leave_line(request)
      return 'refused', math.max(blocked_for(), 1000)
    end
    stand_in_line(request)
    return 'line', 0
  end
  give(request)
  leave_line(request)
  if empty then take_images(empty) end
  if wait > 0 then
    if empty then redis.call('HSET', departures, request, int(round) .. ' ' .. int(now + wait)) end
    return 'soon', wait
  end
  redis.call('HDEL', departures, request)
  redis.call('ZADD', sent, int(now), request .. ' ' .. images)
  redis.call('ZREMRANGEBYSCORE', sent, '-inf', int(now - minute))
  redis.call('PEXPIRE', sent, int(minute))
  return closed and 'probe' or 'taken', 0
end

local answer = { woken, round, redis.call('HGET', pace, 'words') or '' }
for i = 9, #ARGV, 2 do
  local kind, wait = place(ARGV[i], tonumber(ARGV[i + 1]))
  answer[#answer + 1] = kind
  answer[#answer + 1] = wait
end
-- A request that found the bucket full may have returned a permit.
grant()
return answer
