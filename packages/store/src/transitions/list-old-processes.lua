-- list-old-processes: processes heard from recently that do not read a schema.
-- KEYS: 1 schema  2 workers (hash: id → JSON)  3 seen (sorted set: id by the time of its last beat)
-- ARGV: 1 schema  2 after how long a silent process counts as gone (ms)
-- Returns {'old', process (JSON), …}: role, host, pid and the newest schema it reads.
return { 'old', unpack(old_processes(tonumber(ARGV[1]), ARGV[2])) }
