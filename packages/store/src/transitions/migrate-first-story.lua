-- migrate-first-story: a story of the first release moves to the keys of schema 2, all of it at once.
-- Guard: the story did not change since it was read.
-- KEYS: 1 story  2 story of the first release, `{prefix}:story:<id>`
-- ARGV: 1 `updated` as read  2 the story as schema 2 has it (JSON: header, order, chain, parts)  3… names of its hashes in the first release
-- Returns {'migrated'} | {'changed'} | {'gone'}, which also stands for one that was migrated before. Its events keep their ids.
local first = KEYS[2]
local first_root = string.match(first, '^(.*):story:')
local updated = redis.call('HGET', first, 'updated')
if not updated then return { 'gone' } end
if updated ~= ARGV[1] then return { 'changed' } end
local it = cjson.decode(ARGV[2])
local function write(key, fields)
  redis.call('DEL', key)
  for field, value in pairs(fields) do redis.call('HSET', key, field, value) end
end
write(story, it.header)
for part, fields in pairs(it.parts) do write(story .. ':' .. part, fields) end
for part, ids in pairs({ order = it.order, chain = it.chain }) do
  redis.call('DEL', story .. ':' .. part)
  for _, id in ipairs(ids) do redis.call('RPUSH', story .. ':' .. part, id) end
end
if redis.call('EXISTS', first .. ':events') == 1 then redis.call('RENAME', first .. ':events', story .. ':events') end
local function move(index)
  local score = redis.call('ZSCORE', first_root .. index, story_id)
  if not score then return end
  redis.call('ZADD', root .. index, score, story_id)
  redis.call('ZREM', first_root .. index, story_id)
end
move(':tenant:' .. it.header.tenant .. ':created')
move(':tenant:' .. it.header.tenant .. ':updated')
move(':active')
for i = 3, #ARGV do redis.call('DEL', first .. ':' .. ARGV[i]) end
redis.call('DEL', first)
return { 'migrated' }
