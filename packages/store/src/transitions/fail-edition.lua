-- fail-edition: a sheet or a book of an edition cannot be made: it is left alone until the edition, or what it shows, is changed.
-- Guard: the edition is there. The story's status depends on the original only.
-- ARGV: 1 language  2 failure (JSON)
-- Returns {'failed'} | {'gone'}. Event: edition.failed.
if redis.call('HEXISTS', story .. ':editions', ARGV[1]) == 0 then return { 'gone' } end
redis.call('HSET', story .. ':editionFailures', ARGV[1], ARGV[2])
emit('edition.failed', '{"language":"' .. ARGV[1] .. '","failure":' .. ARGV[2] .. '}')
watch_editions()
touch()
return { 'failed' }
