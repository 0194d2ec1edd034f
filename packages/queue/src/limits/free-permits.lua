-- free-permits: these requests are finished, or no longer wait. Freed permits go to the next in line at once.
-- ARGV: 8… requests
-- Returns woken.
for i = 8, #ARGV do give_back(ARGV[i]) end
grant()
return woken
