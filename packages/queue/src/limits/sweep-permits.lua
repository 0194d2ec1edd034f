-- sweep-permits: grants the permits of dead processes, which expire without any event.
-- Returns every story whose turn has a permit, including grants of this script: the process that was to wake its job may have died.
grant()
local waiting = {}
for _, permit in ipairs(redis.call('ZRANGE', permits, 0, -1)) do
  local story = string.match(permit, '^turn:(.*)$')
  if story then waiting[#waiting + 1] = story end
end
return waiting
