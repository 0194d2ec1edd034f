-- extend-lock: extends the lock of a job. A lock that expired while no other worker took the job is taken again: its owner is alive, only
-- Redis was away. A worker that claimed the story in between has the lock, or a newer fence.
-- KEYS: 1 lock  2 active (list)  3 stalled (set)   ARGV: 1 token  2 life (ms)  3 job id
-- Returns 1, or 0 when another worker has the job, or it waits in line.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
if not holder and not redis.call('LPOS', KEYS[2], ARGV[3]) then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
redis.call('SREM', KEYS[3], ARGV[3])
return 1
