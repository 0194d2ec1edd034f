-- renew-permits: extends the permits of a turn and its places in line together with its lock. A permit whose lease expired while Redis was
-- away is taken again, above the limit if necessary: its request is in progress.
-- ARGV: 8 story  9 requests that hold a permit (n)  10… those, then those in line
-- Returns {woken, request, …}: the requests in line that are to ask again: they have been granted a permit since, or would wait too long.
local n, answer = tonumber(ARGV[9]), { woken }
local closed, refusals = is_closed()
local long = blocked_for() > longest or (closed and refusals > 1)
for i = 10, 9 + n do give(ARGV[i]) end
if has_one(turn_of(ARGV[8])) then give(turn_of(ARGV[8])) end
for i = 10 + n, #ARGV do
  if has_one(ARGV[i]) then
    give(ARGV[i])
    answer[#answer + 1] = ARGV[i]
  else
    stand_in_line(ARGV[i])
    if long then answer[#answer + 1] = ARGV[i] end
  end
end
grant()
return answer
