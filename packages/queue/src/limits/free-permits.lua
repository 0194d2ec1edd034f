-- free-permits: these requests are finished, or no longer wait. Freed permits go to the next in line at once.
-- ARGV: 7… requests
-- Returns woken.
for i = 7, #ARGV do
  redis.call('ZREM', held, ARGV[i])
  leave_line(ARGV[i])
end
grant()
return woken
