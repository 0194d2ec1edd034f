-- arrive: a story becomes ready for a turn: it was submitted or resumed, or had a turn.
-- ARGV: 1 story  2 tenant  3 weight  4 priority (−10 … 10)
-- Returns {number, tag}, and {…, other story, its number} when a sibling exchanged its tag. One that waits already keeps its tag, unless V has passed it.
return arrive_once(ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]))
