-- fail-request: a request failed because the vendor cannot be reached, or fails itself.
-- ARGV: 2 story  3 request  4 words  5 failures that open it  6 how long a failure counts (ms)  7 first wait (ms)  8 longest wait (ms)
--       9 what failed: the same counts once  10 '1' if it is certain that the vendor fails
-- Returns {'closed'} | {'opened' | 'open', since (ms), words, rest of the wait (ms)}: opened by this very failure.
if is_open() then
  -- Of those that were on their way when it opened, nothing more is learned.
  if field('probe') == ARGV[2] and (field('request') or ARGV[3]) == ARGV[3] then
    redis.call('HSET', breaker, 'words', ARGV[4])
    open_for(tonumber(ARGV[7]), tonumber(ARGV[8]))
    announce()
  end
  return still_open('open')
end
redis.call('ZADD', failed, 'NX', int(now), ARGV[9])
redis.call('ZREMRANGEBYSCORE', failed, '-inf', int(now - tonumber(ARGV[6])))
redis.call('PEXPIRE', failed, ARGV[6])
if ARGV[10] ~= '1' and redis.call('ZCARD', failed) < tonumber(ARGV[5]) then return { 'closed' } end
redis.call('HSET', breaker, 'since', redis.call('ZRANGE', failed, 0, 0, 'WITHSCORES')[2], 'words', ARGV[4])
redis.call('DEL', failed)
open_for(tonumber(ARGV[7]), tonumber(ARGV[8]))
announce()
return still_open('opened')
