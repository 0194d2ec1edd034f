-- retry-edition: an edition that could not be made is tried again.
-- Guard: it failed.
-- ARGV: 1 language
-- Returns {'tried'} | {'unchanged'}. Event: edition.changed.
if redis.call('HDEL', story .. ':editionFailures', ARGV[1]) == 0 then return { 'unchanged' } end
emit('edition.changed', '{"language":"' .. ARGV[1] .. '"}')
watch_editions()
touch()
return { 'tried' }
