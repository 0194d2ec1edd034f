-- What processes say about themselves.

-- Processes heard of in the last `gone` ms that read no schema as new as `wanted`, as JSON. KEYS[2] and KEYS[3]: workers, and when they were
-- seen.
local function old_processes(wanted, gone)
  local found = {}
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], int(tonumber(now()) - tonumber(gone)), '+inf')) do
    local beat = redis.call('HGET', KEYS[2], id)
    local it = beat and cjson.decode(beat) or {}
    local newest = it.schemas and it.schemas.newest or 1
    if newest < wanted then
      found[#found + 1] = cjson.encode({ role = it.role, host = it.host, pid = it.pid, newest = newest })
    end
  end
  return found
end
