-- delete-story: everything about a story is deleted; its cost stays in its tenant's sums. A turn still in progress is fenced.
-- Guard: the system has nothing to do for it.
-- The keys of its requests stay in prefix:removed:<id>, named in prefix:removals, until a sweep has removed the records under them: also those
-- that the turn in progress still writes.
-- KEYS: 1 story  2 lock  3 change
-- Returns {'deleted'} | {'invalid', status} | {'gone'}.
local before = answer_before()
if before then return before end
local status = redis.call('HGET', story, 'status')
if not status then return { 'gone' } end
if is_active(status) then return { 'invalid', status } end
-- What is still at the vendor may be paid; what was only intended is not.
for _, k in ipairs(every_batch()) do give_up_ordered(k, 'deleted') end
local h = redis.call('HMGET', story, 'tenant', 'idempotency', 'same')
local tenant = root .. ':tenant:' .. h[1]
for provider, sums in pairs(spending_by_provider()) do
  redis.call('HINCRBY', tenant .. ':deleted', provider .. '.spent', int(sums.spent))
  redis.call('HINCRBY', tenant .. ':deleted', provider .. '.possibly', int(sums.possibly))
end
local keys, seen = {}, {}
local fields = redis.call('HGETALL', story .. ':requests')
for i = 1, #fields, 2 do
  local key = string.match(fields[i], '%.key$') and fields[i + 1]
  -- One that is folded, see fold_kept.
  if string.match(fields[i], '%.kept$') then key = cjson.decode(fields[i + 1]).key end
  if key and not seen[key] then
    seen[key] = true
    keys[#keys + 1] = key
  end
end
for i = 1, #keys, 1000 do redis.call('SADD', root .. ':removed:' .. story_id, unpack(keys, i, math.min(i + 999, #keys))) end
if #keys > 0 then redis.call('HSET', root .. ':removals', story_id, cjson.encode({ tenant = h[1], at = tonumber(now()) })) end
announce()
redis.call('PUBLISH', story .. ':events', '')
redis.call('ZREM', tenant .. ':created', story_id)
redis.call('ZREM', tenant .. ':updated', story_id)
redis.call('ZREM', root .. ':active', story_id)
redis.call('SREM', tenant .. ':working', story_id)
redis.call('ZREM', root .. ':lettering', story_id)
if h[3] and redis.call('HGET', tenant .. ':same', h[3]) == story_id then redis.call('HDEL', tenant .. ':same', h[3]) end
if h[2] and h[2] ~= '' then redis.call('HDEL', root .. ':idempotency:' .. h[1], h[2]) end
for _, part in ipairs({ 'order', 'chain', 'plates', 'cover', 'pages', 'panels', 'art', 'batches', 'attempts', 'requests', 'orders', 'open', 'kept', 'pictures', 'takes', 'selected', 'redraws', 'stays', 'failures', 'verdicts', 'labels', 'notes', 'links', 'sheets', 'books', 'editions', 'editionSheets', 'editionBooks', 'editionFailures', 'otherSheets', 'events' }) do
  redis.call('DEL', story .. ':' .. part)
end
redis.call('DEL', story)
return answer({ 'deleted' })
