-- learn-script-call: a user says whether a call whose answer was lost was paid: possibly_paid → refused, which is certain. The last word counts.
-- Guard: the call is possibly paid, or was settled by a user. No fence: a script that is being written continues.
-- KEYS: 1 script, or <script>:left of one that is deleted   ARGV: 1 call id  2 'paid' | 'unpaid'  3 cost of one that was paid (µ$), '' for its estimate
-- Returns {'learnt'} | {'unchanged'} | {'invalid', state} | {'gone'}.
-- When nothing of one that is over is uncertain any more, it goes after thirty days.
-- Event: script.call, but none of one that is deleted.
local requests, id = story .. ':requests', ARGV[1]
local r = redis.call('HMGET', requests, id .. '.state', id .. '.intent', id .. '.outcome')
local state, outcome = r[1], r[3] and cjson.decode(r[3])
if not state or not r[2] then return { 'gone' } end
local by_user = state == 'refused' and outcome and outcome.code == 'settled_by_user'
if state ~= 'possibly_paid' and not by_user then return { 'invalid', state } end
local cost = 0
if ARGV[2] == 'paid' then cost = ARGV[3] == '' and cjson.decode(r[2]).estimate or tonumber(ARGV[3]) end
if by_user and outcome.cost == cost then return { 'unchanged' } end
local sums, before, changes = root .. ':tenant:' .. redis.call('HGET', story, 'tenant') .. ':scripts:costs', outcome and outcome.cost or 0, {}
local function count(field, by)
  if by == 0 then return end
  count_cost(field, int(by), r[2], id, changes)
  redis.call('HINCRBY', sums, field, int(by))
end
count(by_user and 'spent' or 'possibly', 0 - before)
count('spent', cost)
-- Paid without an answer.
changes[#changes + 1] = { id, 'wasted', int(cost - (by_user and before or 0)) }
count_days(changes)
redis.call('HSET', requests, id .. '.state', 'refused', id .. '.outcome', cjson.encode({ cost = cost, code = 'settled_by_user' }))
redis.call('HSET', story, 'updatedAt', now())
local now_is = redis.call('HMGET', story, 'status', 'possibly')
local status, is_certain = now_is[1], tonumber(now_is[2]) == 0
if is_certain and status ~= 'waiting' and status ~= 'writing' then expire_script() end
if status == 'deleted' then redis.call('PUBLISH', root .. ':tenant:' .. redis.call('HGET', story, 'tenant') .. ':changes', (string.gsub(story_id, ':left$', '')))
else emit_script_call(id, 'refused') end
return { 'learnt' }
