-- warn-long-wait: an active story has waited for the same thing for so long that its view warns of it. Once for each wait.
-- ARGV: 1 what it waits for (code)  2 for how long at least (ms)
-- Returns {'warned'} | {'unchanged'}. Event: story.waiting, as it was.
local h = redis.call('HMGET', story, 'status', 'waiting', 'waitingSince', 'waitingLong', 'waitingFacts')
if not is_active(h[1]) or h[2] ~= ARGV[1] or not h[3] or h[4] then return { 'unchanged' } end
if tonumber(now()) - tonumber(h[3]) < tonumber(ARGV[2]) then return { 'unchanged' } end
redis.call('HSET', story, 'waitingLong', '1')
local facts = cjson.decode(h[5] or '{}')
emit('story.waiting', cjson.encode({ waitingOn = h[2], detail = facts.detail, progress = facts.progress, ['until'] = facts['until'] }))
touch()
return { 'warned' }
