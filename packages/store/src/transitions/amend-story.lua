-- amend-story: the title or the budget changes; no status does. A story that waits because of its budget goes on by `resume`.
-- ARGV: field, value, … with fields `title`, `budget` (µ$, '' for none)
-- Returns {'amended'} | {'gone'}.
if redis.call('EXISTS', story) == 0 then return { 'gone' } end
redis.call('HSET', story, unpack(ARGV))
touch()
return { 'amended' }
