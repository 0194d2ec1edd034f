-- renew-permits: with the lock of a turn its permits and its places in line live longer. A permit whose lease ran out while Redis was away is
-- taken again, above the limit where it must: its request is under way.
-- ARGV: 7 story  8 requests that hold a permit (n)  9… those, then those in line
-- Returns {woken, request, …}: the requests in line that were granted a permit meanwhile.
local n, answer = tonumber(ARGV[8]), { woken }
for i = 9, 8 + n do hold(ARGV[i]) end
if redis.call('ZSCORE', held, turn_of(ARGV[7])) then hold(turn_of(ARGV[7])) end
for i = 9 + n, #ARGV do
  if redis.call('ZSCORE', held, ARGV[i]) then
    hold(ARGV[i])
    answer[#answer + 1] = ARGV[i]
  else
    stand_in_line(ARGV[i])
  end
end
grant()
return answer
