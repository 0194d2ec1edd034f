-- sweep-permits: gives away what dead processes held. Their permits come free by time alone, which nobody would notice.
-- Returns every story whose turn holds a permit, this script's own grants included: who woke one may have died before its job was woken.
grant()
local waiting = {}
for _, permit in ipairs(redis.call('ZRANGE', held, 0, -1)) do
  local story = string.match(permit, '^turn:(.*)$')
  if story then waiting[#waiting + 1] = story end
end
return waiting
