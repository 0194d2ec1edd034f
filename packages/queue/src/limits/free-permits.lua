-- free-permits: these requests are over, or do not wait any more. What is freed goes to the next ones at once.
-- ARGV: 7… requests
-- Returns woken.
for i = 7, #ARGV do
  redis.call('ZREM', held, ARGV[i])
  leave_line(ARGV[i])
end
grant()
return woken
