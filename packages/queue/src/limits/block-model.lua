-- block-model: the vendor asked for a pause: no process orders from this model for that long. Of two pauses the later end counts.
-- ARGV: 7 duration (ms)
-- Returns {}.
use()
if tonumber(ARGV[7]) > redis.call('PTTL', blocked) then redis.call('SET', blocked, '1', 'PX', ARGV[7]) end
return {}
