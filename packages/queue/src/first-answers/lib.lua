-- Prepended to every script of this folder. First picture first: of a route that has never answered (a server of one's own, a model that
-- the user added), one request goes out at a time, until an answer was understood. What cannot be read is then paid once, and not eight times.
-- KEYS: 1 proven  S  routes that were understood once
--       2 first      the request that may go out to this route, until its lease ends
-- ARGV: 1 route  2 request  3 life of a lease (ms)
local proven, first = KEYS[1], KEYS[2]
local route, request, lease = ARGV[1], ARGV[2], ARGV[3]

local function is_proven() return redis.call('SISMEMBER', proven, route) == 1 end
local function is_first() return redis.call('GET', first) == request end
