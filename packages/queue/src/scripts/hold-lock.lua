-- hold-lock: the lock of a job lives longer. One that ran out while nobody took the job is taken again: its holder is alive, only Redis
-- was away. Whoever claimed the story meanwhile has the lock, or a newer fence.
-- KEYS: 1 lock  2 active (list)  3 stalled (set)   ARGV: 1 token  2 life (ms)  3 job id
-- Returns 1, or 0 when the job is somebody else's or waits to be taken up.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
if not holder and not redis.call('LPOS', KEYS[2], ARGV[3]) then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
redis.call('SREM', KEYS[3], ARGV[3])
return 1
