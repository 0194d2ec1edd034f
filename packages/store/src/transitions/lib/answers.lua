-- A change that is sent again is answered as it was the first time.

-- How long the answer to a change is remembered (s): a client with an Idempotency-Key may send it again for a day.
local answered_for = 86400

-- A change whose answer was lost with the connection is sent again: it is answered, not made again. KEYS[3] is the change's own key.
local function answer_before()
  local stored = redis.call('GET', KEYS[3])
  return stored and cjson.decode(stored)
end

local function answer(it)
  redis.call('SET', KEYS[3], cjson.encode(it), 'EX', answered_for)
  return it
end
