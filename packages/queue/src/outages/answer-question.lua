-- answer-question: whether the vendor answered. If it did, the breaker is half open; otherwise it is open for twice as long as before.
-- ARGV: 2 '1' if it answered  3 words  4 first wait (ms)  5 longest wait (ms)
-- Returns {}.
if not is_open() or field('ready') or not field('asking') then return {} end
if ARGV[2] == '1' then
  redis.call('HSET', breaker, 'ready', '1')
  redis.call('HDEL', breaker, 'asking')
else
  if ARGV[3] ~= '' then redis.call('HSET', breaker, 'words', ARGV[3]) end
  open_for(tonumber(ARGV[4]), tonumber(ARGV[5]))
end
announce()
return {}
