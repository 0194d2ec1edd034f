-- release-batch: drawing → waiting, without using up a try: a rate limit, a drain, a pause of the provider, a full disk,
-- frames that changed under it, or a cancelled story, whose requests about which no vendor can be asked become possibly paid.
-- A turn that waits for the vendor, perhaps for hours, is suspended: its attempt stays open, the next turn continues it, and the only event is
-- what the story waits for.
-- Guard: fence; the batch is drawing.
-- KEYS: 1 story  2 lock   ARGV: 1 token  2 fence  3 batch  4 code  5 what the story waits for (JSON, see `wait_for`), '' when it does not wait
--       6 provider's part of the time (ms)  7 how long the story rests before its next turn (ms)  8 1: the turn is suspended
-- Returns {'released', story status} | {'fenced'}. Events: batch.released, requests.changed, story.waiting, provider.paused.
if not owns(ARGV[1], ARGV[2]) then return { 'fenced' } end
local k, batches = ARGV[3], story .. ':batches'
if redis.call('HGET', batches, k .. '.status') ~= 'drawing' then return { 'fenced' } end
redis.call('HSET', batches, k .. '.status', 'waiting')
drop_intended(k)
rest_for(ARGV[7])
local status = redis.call('HGET', story, 'status')
if ARGV[5] ~= '' and is_active(status) then wait_for(ARGV[4], ARGV[5]) end
if ARGV[8] == '1' and status ~= 'cancelled' then
  redis.call('HSET', batches, k .. '.suspended', '1')
  redis.call('HINCRBY', batches, k .. '.providerMs', ARGV[6])
  return { 'released', status }
end
end_attempt(k, 'yielded', ',"code":' .. cjson.encode(ARGV[4]), ARGV[6])
emit('batch.released', '{' .. batch_ref(k) .. ',"attempt":' .. redis.call('HGET', batches, k .. '.attempts') .. ',"outcome":"yielded","code":' .. cjson.encode(ARGV[4]) .. '}')
if status == 'cancelled' then
  give_up_ordered(k, 'cancelled', true)
  touch()
end
watch_fetch()
-- The frames it began with cannot be opened any more: it continues from those that are selected.
if ARGV[4] == 'frame_lost' then redis.call('HDEL', batches, k .. '.pinned', k .. '.anchor', k .. '.from', k .. '.before') end
return { 'released', status }
