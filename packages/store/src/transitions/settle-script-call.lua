-- settle-script-call: ordered → kept | refused | possibly_paid. Each settles once; its body is forgotten, its answer lies in its record.
-- Guard: fence. In any status: what was paid counts.
-- KEYS: 1 script   ARGV: 1 fence  2 request id  3 outcome  4 cost (µ$)  5 outcome (JSON)
-- Returns {'settled'} | {'fenced'}.
if redis.call('HGET', story, 'fence') ~= ARGV[1] then return { 'fenced' } end
local requests, id = story .. ':requests', ARGV[2]
if redis.call('HGET', requests, id .. '.state') ~= 'ordered' then return { 'settled' } end
local changes = {}
if ARGV[4] ~= '0' then
  local field = ARGV[3] == 'possibly_paid' and 'possibly' or 'spent'
  count_cost(field, ARGV[4], redis.call('HGET', requests, id .. '.intent'), id, changes)
  redis.call('HINCRBY', root .. ':tenant:' .. redis.call('HGET', story, 'tenant') .. ':scripts:costs', field, ARGV[4])
end
free_all({ id }, changes)
count_days(changes)
redis.call('HSET', requests, id .. '.state', ARGV[3], id .. '.outcome', ARGV[5])
redis.call('HDEL', requests, id .. '.body')
redis.call('HSET', story, 'updatedAt', now())
-- It may be over already, and would go before a user has settled this.
if ARGV[3] == 'possibly_paid' then keep_script() end
emit_script_call(id, ARGV[3])
return { 'settled' }
