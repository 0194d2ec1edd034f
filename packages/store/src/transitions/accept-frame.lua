-- accept-frame: a user accepts the selected frame of a panel, or takes that back. It changes no picture, so the revision of the story stays.
-- It is kept among the labels, as the user's own verdict; a take that is selected again is accepted again.
-- Guard: it is the frame that is selected.
-- KEYS: 1 story   ARGV: 1 panel  2 SHA-256  3 '1', or '' to take it back
-- Returns {'accepted'} | {'changed'} | {'gone'}. Event: panel.accepted, if something changes.
if redis.call('EXISTS', story) == 0 then return { 'gone' } end
local selected = redis.call('HGET', story .. ':selected', ARGV[1])
if not selected or cjson.decode(selected).sha256 ~= ARGV[2] then return { 'changed' } end
local field = ARGV[1] .. ' ' .. ARGV[2] .. ' accepted'
local known = redis.call('HEXISTS', story .. ':labels', field) == 1
if known == (ARGV[3] == '1') then return { 'accepted' } end
if ARGV[3] == '' then
  redis.call('HDEL', story .. ':labels', field)
else
  redis.call('HSET', story .. ':labels', field, 'right')
end
emit('panel.accepted', '{' .. panel_ref(ARGV[1]) .. ',"sha256":"' .. ARGV[2] .. '","accepted":' .. (ARGV[3] == '1' and 'true' or 'false') .. '}')
touch()
return { 'accepted' }
