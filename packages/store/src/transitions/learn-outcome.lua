-- learn-outcome: evidence about a request whose outcome is not certain. `found`: its vendor has it, under this id. It is at the vendor again, is
-- collected by the story's next turn, and what it yields decides its cost. `again`: nothing was learnt, but the vendor is asked once more for one
-- that it said it no longer had. `paid`, `unpaid`: a user says so, or the vendor's list, which settles it without a picture.
-- A vendor's evidence overrides a user's word; never the reverse. Nothing is selected. Every piece of evidence stays with the request.
-- Guard: the request is ordered without a vendor id, or possibly paid, or was settled by a user; for `again` the vendor had said that its
-- result is gone. No fence: it may come at any time, in every status of the story, and more than once.
-- KEYS: 1 story
-- ARGV: 1 request id  2 source: webhook | history | user  3 'found' | 'again' | 'paid' | 'unpaid'  4 vendor id of one that was found  5 cost of one that
--       was paid (µ$), '' for its estimate
-- Returns {'learnt', story status} | {'unchanged'} | {'taken'}: another request has the vendor id | {'invalid', state} | {'gone'}.
-- Event: requests.changed.
local requests, id, again = story .. ':requests', ARGV[1], ARGV[3] == 'again'
local found = again or ARGV[3] == 'found'
local r = redis.call('HMGET', requests, id .. '.state', id .. '.vendor', id .. '.intent', id .. '.outcome', id .. '.evidence')
local state, vendor, intent = r[1], r[2], r[3] and cjson.decode(r[3])
-- One of a drawn batch that is kept: what became of it is certain.
if not state and redis.call('HEXISTS', requests, id .. '.kept') == 1 then return found and { 'unchanged' } or { 'invalid', 'kept' } end
if not state or not intent then return { 'gone' } end
local outcome = r[4] and cjson.decode(r[4])
local by_user = state == 'refused' and outcome and outcome.code == 'settled_by_user'
local expired = again and vendor and outcome and outcome.code == 'result_expired'
if again and not expired then return { 'unchanged' } end
if not (expired or state == 'possibly_paid' or (state == 'ordered' and not vendor) or by_user) then
  if found then return { 'unchanged' } end
  return { 'invalid', state }
end
local cost = 0
if ARGV[3] == 'paid' then cost = ARGV[5] == '' and intent.estimate or tonumber(ARGV[5]) end
if by_user and not found and outcome.cost == cost then return { 'unchanged' } end
local at = now()
local known_as = again and vendor or ARGV[4]
if found then
  local mine, owner = story_id .. ' ' .. id, redis.call('GET', taken_key(known_as))
  if owner and owner ~= mine then return { 'taken' } end
  redis.call('SET', taken_key(known_as), mine, 'EX', taken_for)
end
-- What it counted as until now.
if state ~= 'ordered' then count_cost(state == 'possibly_paid' and 'possibly' or 'spent', int(0 - outcome.cost), r[3], id) end
-- Without a picture until now, it was counted as wasted, or as none at all.
if state == 'refused' and outcome.cost > 0 then count_day(id, 'wasted', 0 - outcome.cost) end
local had_images = state ~= 'refused' or outcome.cost > 0
local evidence = r[5] and cjson.decode(r[5]) or {}
if not again then evidence[#evidence + 1] = { at = tonumber(at), source = ARGV[2], says = ARGV[3], cost = ARGV[3] == 'paid' and cost or nil } end
if not again then redis.call('HSET', requests, id .. '.evidence', cjson.encode(evidence)) end
local k = intent.batch
if found and (place_of(k) > 0 or is_plates(k)) then
  redis.call('HSET', requests, id .. '.state', 'ordered', id .. '.vendor', known_as)
  redis.call('HDEL', requests, id .. '.outcome', id .. '.settledAt')
  hold(id, int(intent.estimate))
  if not had_images then count_images(id, 1) end
  redis.call('HDEL', story .. ':batches', k .. '.lookAt', k .. '.deaths')
  if redis.call('HGET', story, 'waiting') == 'lookup' then rest_for(0) end
else
  -- Of a batch whose panels were all removed nothing is fetched any more.
  if found then cost = intent.estimate end
  if cost > 0 then
    count_cost('spent', int(cost), r[3], id)
    count_day(id, 'wasted', cost)
  end
  if (cost > 0) ~= had_images then count_images(id, cost > 0 and 1 or -1) end
  redis.call('HSET', requests, id .. '.state', 'refused', id .. '.settledAt', at, id .. '.outcome',
    '{"cost":' .. int(cost) .. ',"code":"' .. (found and 'superseded' or ARGV[2] == 'history' and 'never_arrived' or 'settled_by_user') .. '","frames":[]}')
  free(id)
end
emit_requests(k, redis.call('HGET', requests, id .. '.state') == 'ordered' and 'ordered' or 'settled')
touch()
watch_fetch()
return { 'learnt', redis.call('HGET', story, 'status') }
