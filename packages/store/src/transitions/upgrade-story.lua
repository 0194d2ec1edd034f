-- upgrade-story: a story's parts are brought from one schema to another, all at once.
-- Guard: the story is in the schema it was read in, and did not change since.
-- KEYS: 1 story   ARGV: 1 schema it was read in  2 schema of its parts from now on  3 `updated` as read  4 hashes that change (JSON: name → fields)
-- Returns {'upgraded'} | {'changed'} | {'gone'}.
local h = redis.call('HMGET', story, 'schema', 'updated')
if not h[2] then return { 'gone' } end
if h[1] ~= ARGV[1] or h[2] ~= ARGV[3] then return { 'changed' } end
for part, fields in pairs(cjson.decode(ARGV[4])) do
  local key = story .. ':' .. part
  redis.call('DEL', key)
  for field, value in pairs(fields) do redis.call('HSET', key, field, value) end
end
redis.call('HSET', story, 'schema', ARGV[2])
return { 'upgraded' }
