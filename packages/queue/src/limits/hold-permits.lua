-- hold-permits: these requests are at the vendor, whichever turn ordered them. They have a permit from now on, even above the limit,
-- since collecting never waits. The turn's own permit is one of them.
-- ARGV: 7 story  8… requests
-- Returns woken.
use()
if at_once > 0 then
  redis.call('ZREM', held, turn_of(ARGV[7]))
  for i = 8, #ARGV do
    leave_line(ARGV[i])
    hold(ARGV[i])
  end
  grant()
end
return woken
