-- intend-requests: requests of a batch, drawings or a review: nothing → intended. Each complete order is stored here, before anything is sent.
-- Guard (a tenant also has no more pictures under way than it may have at once): fence; the batch is drawing; the story is not cancelled; the provider is not paused, unless they are a review; a review stays within its own limit; spent + possibly spent + open high
-- estimates + these stay within the budget; what the tenant intended today (UTC) and these stay within its daily limits of dollars and pictures; no id was used before; the frames the requests go along with are the selected ones still, or
-- those the batch began with. From here to the commit these stay the batch's.
-- KEYS: 1 story  2 lock   ARGV: 1 token  2 fence  3 batch  4 n, then per request: id, key, intent (JSON), order (JSON), high estimate (µ$);
--       then anchor and reference frame (as claimed, '' for none), then catalogue entries and pictures (see `story:orders`, `story:pictures`): field, JSON, …
-- Returns {'intended'} | {'changed'} | {'used', id, …} | {'fenced'} | {'cancelled'} | {'provider_paused', reason} | {'budget', budget, needed, possibly spent (µ$)}
--       | {'review', limit, needed} (µ$): more than the story lets the review cost
--       | {'tenant', 'usd' | 'images' | 'concurrent', limit, needed, these alone, possibly spent, ms until the next day} (µ$ or pictures).
-- Events: requests.changed; story.waiting and provider.resumed, when the story had waited.
if not owns(ARGV[1], ARGV[2]) then return { 'fenced' } end
local k = ARGV[3]
if redis.call('HGET', story .. ':batches', k .. '.status') ~= 'drawing' then return { 'fenced' } end
local h = redis.call('HMGET', story, 'status', 'provider', 'budget', 'spent', 'possibly')
if h[1] == 'cancelled' then return { 'cancelled' } end
-- The judge is asked elsewhere, whatever became of the provider.
local judge = decode_intent(ARGV[7]).judge
local paused = not judge and redis.call('HGET', root .. ':provider:' .. h[2], 'paused')
if paused then return { 'provider_paused', paused } end
if judge and judge.most then
  local needed = tonumber(redis.call('HGET', story, 'judged') or '0') + tonumber(ARGV[9])
  if needed > judge.most then return { 'review', int(judge.most), int(needed) } end
end
if h[3] and h[3] ~= '' then
  local needed = tonumber(h[4]) + tonumber(h[5])
  for _, high in ipairs(redis.call('HVALS', story .. ':open')) do needed = needed + tonumber(high) end
  for i = 1, tonumber(ARGV[4]) do
    -- One sent again holds its estimate already.
    if redis.call('HEXISTS', story .. ':open', ARGV[5 * i]) == 0 then needed = needed + tonumber(ARGV[4 + 5 * i]) end
  end
  if needed > tonumber(h[3]) then return { 'budget', h[3], int(needed), h[5] } end
end
local high, images = 0, 0
for i = 1, tonumber(ARGV[4]) do
  if redis.call('HEXISTS', story .. ':open', ARGV[5 * i]) == 0 then
    high = high + tonumber(ARGV[4 + 5 * i])
    images = images + pictures_of(decode_intent(ARGV[5 * i + 2]))
  end
end
local refused = tenant_refuses(high, images)
if refused then return refused end
local pinned = redis.call('HGET', story .. ':batches', k .. '.pinned')
local last = 4 + 5 * tonumber(ARGV[4])
local anchor, reference = ARGV[last + 1], ARGV[last + 2]
if not pinned and place_of(k) > 1 then
  local anchor_now, reference_now = frames_followed_by(k)
  if anchor_now ~= anchor or reference_now ~= reference then return { 'changed' } end
end
local requests, asked = story .. ':requests', {}
for i = 1, tonumber(ARGV[4]) do asked[i] = ARGV[5 * i] end
local states = states_of(asked)
local used = { 'used' }
for i = 1, tonumber(ARGV[4]) do
  if states[i] and states[i] ~= 'intended' then used[#used + 1] = ARGV[5 * i] end
end
if #used > 1 then return used end
go_on_ordering()
local ids, intents, orders, open = redis.call('HGET', story .. ':batches', k .. '.requests') or '', {}, {}, {}
for i = 1, tonumber(ARGV[4]) do
  local id = ARGV[5 * i]
  -- A script whose answer was lost with the connection is sent again; what it wrote stays as it is.
  if not states[i] then
    local at = #intents
    intents[at + 1], intents[at + 2], intents[at + 3], intents[at + 4] = id .. '.state', 'intended', id .. '.key', ARGV[5 * i + 1]
    intents[at + 5], intents[at + 6] = id .. '.intent', ARGV[5 * i + 2]
    orders[#orders + 1] = id
    orders[#orders + 1] = ARGV[5 * i + 3]
    intents[at + 7], intents[at + 8] = id .. '.day', int(today())
    open[#open + 1] = id
    open[#open + 1] = ARGV[5 * i + 4]
    ids = ids .. ' ' .. id
  end
end
if not pinned then
  local _, before_it = followed_by(k)
  redis.call('HSET', story .. ':batches', k .. '.pinned', '1', k .. '.anchor', anchor, k .. '.from', reference, k .. '.before', before_it or '')
end
if #open > 0 then
  -- Lists read again only what is being drawn or was touched: this one was paused in the middle of its turn.
  if not is_drawing(h[1]) then touch() end
  redis.call('HSET', requests, unpack(intents))
  local pictures = {}
  for i = last + 3, #ARGV, 2 do
    local entries = string.find(ARGV[i], '^model:') and orders or pictures
    entries[#entries + 1] = ARGV[i]
    entries[#entries + 1] = ARGV[i + 1]
  end
  if #pictures > 0 then redis.call('HSET', story .. ':pictures', unpack(pictures)) end
  redis.call('HSET', story .. ':orders', unpack(orders))
  local changes = {}
  hold_all(open, changes)
  for i = 1, tonumber(ARGV[4]) do
    if not states[i] then changes[#changes + 1] = { ARGV[5 * i], 'images', pictures_of(decode_intent(ARGV[5 * i + 2])) } end
  end
  count_days(changes)
  redis.call('HSET', story .. ':batches', k .. '.requests', ids)
  emit_requests(k, 'intended')
end
return { 'intended' }
