-- pass-request: the probe was accepted by the vendor: the model is open again, and its rate grows from now on.
-- ARGV: 8 request
-- Returns woken.
if redis.call('HGET', pace, 'probe') == ARGV[8] then
  redis.call('HDEL', pace, 'closed', 'refusals', 'since', 'words', 'probe')
  redis.call('HSET', pace, 'at', int(now))
end
grant()
return woken
