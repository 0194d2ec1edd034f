-- ask-breaker: may a story order from this provider now? While the breaker is half open the first that asks gets the probe, for one of its
-- requests; it keeps it as long as it asks again before its lease ends.
-- ARGV: 2 story  3 request, '' for a turn that is about to be claimed  4 '1' if the vendor has something free to ask for
-- Returns {'closed'} | {'probe'} | {'open', since (ms), words, rest of the wait (ms)}.
if not is_open() then return { 'closed' } end
if now < number('until') then return still_open('open') end
if ARGV[4] == '1' and not field('ready') then return still_open('open') end
local story, request = field('probe'), field('request')
if story and number('probeUntil') > now then
  if story ~= ARGV[2] then return still_open('open') end
  if ARGV[3] ~= '' and request and request ~= ARGV[3] then return still_open('open') end
else
  redis.call('HDEL', breaker, 'request')
end
redis.call('HSET', breaker, 'probe', ARGV[2], 'probeUntil', int(now + lease))
if ARGV[3] ~= '' then redis.call('HSET', breaker, 'request', ARGV[3]) end
return { 'probe' }
