-- renew-permits: extends the permits of a turn and its places in line together with its lock. A permit whose lease expired while Redis was
-- away is taken again, above the limit if necessary: its request is in progress.
-- ARGV: 7 story  8 requests that hold a permit (n)  9… those, then those in line
-- Returns {woken, request, …}: the requests in line that have been granted a permit since.
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
