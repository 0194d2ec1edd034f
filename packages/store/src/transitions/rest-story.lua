-- rest-story: an active story is not drawn for a while, or, with 0, may be drawn at once.
-- ARGV: 1 for how long (ms)
-- Returns {'resting'} | {'gone'}.
if redis.call('EXISTS', story) == 0 then return { 'gone' } end
rest_for(ARGV[1])
return { 'resting' }
