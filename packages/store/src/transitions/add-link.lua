-- add-link: a reviewer's link to the story.
-- KEYS: 1 story   ARGV: 1 link  2 the link (JSON)  3 how many a story may have  4… links that are over
-- Returns {'added'} | {'there'}: one with this id is | {'full'} | {'gone'}.
if redis.call('EXISTS', story) == 0 then return { 'gone' } end
local links = story .. ':links'
if redis.call('HEXISTS', links, ARGV[1]) == 1 then return { 'there' } end
for i = 4, #ARGV do redis.call('HDEL', links, ARGV[i]) end
if redis.call('HLEN', links) >= tonumber(ARGV[3]) then return { 'full' } end
redis.call('HSET', links, ARGV[1], ARGV[2])
return { 'added' }
