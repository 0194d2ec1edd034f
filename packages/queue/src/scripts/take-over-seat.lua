-- take-over-seat: a worker starts in a seat whose former workers are known to be dead: their jobs are freed at once instead of after
-- their locks expire. If a former worker is alive after all, its writes are fenced.
-- A worker that joins the seat of its own process frees nothing: the worker it replaces still has turns in progress.
-- KEYS: 1 seat  2 active (list)  3 stalled (set)  4 stalled-check
-- ARGV: 1 prefix of job keys  2 new worker id  3 'take over' | 'join'
-- The seat contains the ids of its workers, separated by spaces.
-- Returns how many jobs were freed. BullMQ's stalled check, which runs when a worker starts, puts them back in line.
local former = redis.call('GET', KEYS[1])
if former and ARGV[3] == 'join' then
  redis.call('SET', KEYS[1], former .. ' ' .. ARGV[2])
  return 0
end
redis.call('SET', KEYS[1], ARGV[2])
if not former then return 0 end
local dead = {}
for id in string.gmatch(former, '%S+') do dead[id] = true end
local freed = 0
for _, id in ipairs(redis.call('LRANGE', KEYS[2], 0, -1)) do
  local lock = ARGV[1] .. id .. ':lock'
  local token = redis.call('GET', lock)
  -- A token is the worker's id and a number: "<id>:<n>".
  if token and dead[string.match(token, '^(.*):') or ''] then
    redis.call('DEL', lock)
    token = false
  end
  if not token then
    redis.call('SADD', KEYS[3], id)
    freed = freed + 1
  end
end
if freed > 0 then redis.call('DEL', KEYS[4]) end
return freed
