-- lose-answers: nobody waits for the answers to these ordered requests any more. They may have reached the vendor until now; from now on they
-- are looked for.
-- Guard: fence. A request that is not ordered, or whose answer was lost before, stays as it is.
-- KEYS: 1 story  2 lock   ARGV: 1 token  2 fence  3… request id, …
-- Returns {'lost', since when (ms), …} in the given order | {'fenced'}.
if not owns(ARGV[1], ARGV[2]) then return { 'fenced' } end
local requests, found = story .. ':requests', { 'lost' }
for i = 3, #ARGV do
  if redis.call('HGET', requests, ARGV[i] .. '.state') == 'ordered' then
    redis.call('HSETNX', requests, ARGV[i] .. '.lostAt', now())
  end
  found[#found + 1] = tonumber(redis.call('HGET', requests, ARGV[i] .. '.lostAt') or now())
end
return found
