-- move-base: when half of BullMQ's 21 bits are used, priorities are counted from the present V on.
-- Returns {story, number, …} of every story in line; empty when nothing is to be done.
if (v - base) * steps < highest / 2 then return {} end
base = v
redis.call('HSET', clock, 'base', num(v))
local moved, all = {}, redis.call('HGETALL', places)
for i = 1, #all, 2 do
  local place = cjson.decode(all[i + 1])
  if is_waiting(all[i], place) then
    moved[#moved + 1] = all[i]
    moved[#moved + 1] = number_of(place.tag)
  end
end
return moved
