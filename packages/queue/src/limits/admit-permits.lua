-- admit-permits: these requests are at the vendor, whichever turn ordered them. They have a permit from now on, even above the limit,
-- since collecting never waits. The turn's own permit is one of them.
-- ARGV: 8 story  9… requests
-- Returns woken.
use()
give_back(turn_of(ARGV[8]))
for i = 9, #ARGV do
  leave_line(ARGV[i])
  give(ARGV[i])
end
grant()
return woken
