-- lose-answers: nobody waits for the answers to these ordered requests any more (lostAt): they may have reached the vendor until now, and are
-- looked for from now on. Or their vendor says that it does not have them (missingAt).
-- Guard: fence. A request that is not ordered, or of which that was known before, stays as it is.
-- KEYS: 1 story  2 lock   ARGV: 1 token  2 fence  3 lostAt | missingAt  4… request id, …
-- Returns {'lost', since when (ms), …} in the given order | {'fenced'}.
if not owns(ARGV[1], ARGV[2]) then return { 'fenced' } end
local requests, found = story .. ':requests', { 'lost' }
for i = 4, #ARGV do
  if redis.call('HGET', requests, ARGV[i] .. '.state') == 'ordered' then
    redis.call('HSETNX', requests, ARGV[i] .. '.' .. ARGV[3], now())
  end
  found[#found + 1] = tonumber(redis.call('HGET', requests, ARGV[i] .. '.' .. ARGV[3]) or now())
end
return found
