-- take-over-slot: a worker starts in a slot whose former holder is known to be dead: the jobs that one held are freed at once
-- instead of after their locks run out. If the former holder lives after all, its writes are fenced.
-- KEYS: 1 slot  2 active (list)  3 stalled (set)  4 stalled-check   ARGV: 1 prefix of job keys  2 new worker id
-- Returns how many jobs were freed. BullMQ's stalled check, which runs when a worker starts, puts them back in line.
local former = redis.call('GET', KEYS[1])
redis.call('SET', KEYS[1], ARGV[2])
if not former then return 0 end
local freed = 0
for _, id in ipairs(redis.call('LRANGE', KEYS[2], 0, -1)) do
  local lock = ARGV[1] .. id .. ':lock'
  local token = redis.call('GET', lock)
  if token and string.sub(token, 1, #former + 1) == former .. ':' then
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
