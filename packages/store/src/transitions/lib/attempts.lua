-- Attempts at a batch.

-- `rest`: further members of the JSON, each with a comma in front. `provider_ms`: the provider's part of the last turn (ms); those of
-- suspended turns before it are added.
local function end_attempt(k, outcome, rest, provider_ms)
  local at, batches = now(), story .. ':batches'
  local b = redis.call('HMGET', batches, k .. '.attempts', k .. '.providerMs')
  local a = b[1]
  if provider_ms then rest = (rest or '') .. ',"provider":' .. int(tonumber(provider_ms) + tonumber(b[2] or '0')) end
  redis.call('HDEL', batches, k .. '.suspended', k .. '.providerMs')
  redis.call('HSET', story .. ':attempts', k .. '.' .. a .. '.end',
    '{"at":' .. at .. ',"outcome":"' .. outcome .. '"' .. (rest or '') .. '}')
  redis.call('HSET', story, 'ready', at)
  if outcome == 'crashed' then emit('batch.released', '{' .. batch_ref(k) .. ',"attempt":' .. a .. ',"outcome":"crashed"}') end
end

-- Ends the attempt of a suspended turn, which no other turn continues.
local function release_suspended(k, code)
  local a = redis.call('HGET', story .. ':batches', k .. '.attempts')
  end_attempt(k, 'yielded', ',"code":"' .. code .. '"')
  emit('batch.released', '{' .. batch_ref(k) .. ',"attempt":' .. a .. ',"outcome":"yielded","code":"' .. code .. '"}')
end
