-- letter-story: the words of panels are replaced; nothing is drawn, the sheets that show them and the books are made again.
-- Guard: the story is not cancelled; nobody changed the story's spec or one of the panels meanwhile.
-- KEYS: 1 story  2 lock  3 change   ARGV: 1 spec as read (JSON)  2 spec (JSON)  3 title  4 'all' when every sheet is made again, else 'some'  5… panel, PanelSpec as read (JSON), PanelSpec (JSON), …
-- Returns {'lettered'} | {'changed'} | {'invalid', status} | {'gone'}. Events: story.lettered, sheet.outdated, books.outdated, story.status.
local before = answer_before()
if before then return before end
local status = redis.call('HGET', story, 'status')
if not status then return { 'gone' } end
if status == 'cancelled' then return { 'invalid', status } end
if redis.call('HGET', story, 'spec') ~= ARGV[1] then return { 'changed' } end
for i = 5, #ARGV, 3 do
  if redis.call('HGET', story .. ':panels', ARGV[i]) ~= ARGV[i + 1] then return { 'changed' } end
end
redis.call('HSET', story, 'spec', ARGV[2], 'title', ARGV[3])
if ARGV[4] == 'all' then
  for _, sheet in ipairs(redis.call('HKEYS', story .. ':sheets')) do emit('sheet.outdated', '{"sheet":' .. sheet .. '}') end
  redis.call('DEL', story .. ':sheets')
  drop_books()
end
local lettered = {}
for i = 5, #ARGV, 3 do lettered[#lettered + 1] = ARGV[i] end
emit('story.lettered', '{"panels":[' .. table.concat(lettered, ',') .. ']}')
for i = 5, #ARGV, 3 do
  redis.call('HSET', story .. ':panels', ARGV[i], ARGV[i + 2])
  drop_sheet(ARGV[i])
end
redis.call('HINCRBY', story, 'edits', 1)
go_on_after(nil)
return answer({ 'lettered' })
