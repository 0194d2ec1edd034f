-- block-model: the vendor wants to be left alone: nobody orders from this model for that long. Of two such answers the later moment counts.
-- ARGV: 7 for how long (ms)
-- Returns {}.
use()
if tonumber(ARGV[7]) > redis.call('PTTL', blocked) then redis.call('SET', blocked, '1', 'PX', ARGV[7]) end
return {}
