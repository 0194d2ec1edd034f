-- raise-schema: the schema of the installation becomes the newest that this release writes.
-- Guard: no process that reads less was heard from recently.
-- KEYS: 1 schema  2 workers (hash: id → JSON)  3 seen (sorted set: id by the time of its last beat)
-- ARGV: 1 schema wanted  2 after how long a silent process counts as gone (ms)
-- Returns {'raised'} | {'current'} | {'blocked'}.
local wanted = tonumber(ARGV[1])
local at = tonumber(redis.call('GET', KEYS[1]) or ARGV[1])
if at >= wanted then return { 'current' } end
if #old_processes(wanted, ARGV[2]) > 0 then return { 'blocked' } end
redis.call('SET', KEYS[1], int(wanted))
return { 'raised' }
