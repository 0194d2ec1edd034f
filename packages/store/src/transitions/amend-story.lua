-- amend-story: title, budget, book, or how undrawn batches are drawn. A story that waits because of its budget goes on by `resume`.
-- Guard: nobody changed the spec meanwhile; to draw otherwise ('render'), no batch is in a worker's hands, and nothing is at the vendor that
-- will be collected.
-- KEYS: 1 story  2 lock  3 change   ARGV: 1 spec as read (JSON)  2 'render' | ''  3 'books' when they are bound anew | ''  4… field, value, … of the header
-- Returns {'amended'} | {'changed'} | {'drawing'} | {'gone'}. Events: story.amended, story.status.
local before = answer_before()
if before then return before end
local status = redis.call('HGET', story, 'status')
if not status then return { 'gone' } end
if redis.call('HGET', story, 'spec') ~= ARGV[1] then return { 'changed' } end
if ARGV[2] == 'render' then
  for k = 1, batch_count() do
    if in_work(k) or (will_collect() and at_vendor(k)) then return { 'drawing' } end
  end
  fence_off()
end
local was = redis.call('HMGET', story, 'provider', 'approveAfter')
local fields = {}
for i = 4, #ARGV, 2 do fields[ARGV[i]] = ARGV[i + 1] end
if fields.provider and fields.provider ~= was[1] then
  -- What has a vendor id can still be collected there. What it had, and may have had, until here is its own.
  for k = 1, batch_count() do give_up_ordered(k, 'superseded', true) end
  redis.call('HSET', story, 'earlier', cjson.encode(spending_by_provider()))
end
-- Another gate waits for an approval of its own.
if fields.approveAfter and fields.approveAfter ~= (was[2] or '') then redis.call('HDEL', story, 'approved') end
if #ARGV > 3 then redis.call('HSET', story, unpack(ARGV, 4)) end
local names = {}
for name in pairs(fields) do
  if name ~= 'spec' then names[#names + 1] = '"' .. name .. '"' end
end
table.sort(names)
emit('story.amended', '{"fields":[' .. table.concat(names, ',') .. ']}')
if ARGV[3] == 'books' then
  drop_books()
  -- One that is being bound has the words of before.
  redis.call('HINCRBY', story, 'edits', 1)
end
if status ~= 'cancelled' then
  go_on_after(nil)
else
  touch()
  watch_cancelled()
end
return answer({ 'amended' })
