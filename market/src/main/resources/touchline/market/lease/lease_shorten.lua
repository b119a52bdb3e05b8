-- Cuts the rest of a node's lease to its time to live. More than that is left only where Redis' clock was set back since, and no end only where another program
-- took it away; the node may have died.
-- A lease without the token of the fence is of another program, which took it for as long as it wants.
--
-- KEYS[1] lease:{name}   KEYS[2] fence:lease:{name}
-- ARGV[1] time to live (ms)
-- returns {'left'}

local lease, fence = KEYS[1], KEYS[2]
local ttl_ms = tonumber(ARGV[1])

local token = string.match(redis.call('GET', lease) or '', ':(%d+)$')
local left_ms = redis.call('PTTL', lease)
if token and token == redis.call('GET', fence) and (left_ms == -1 or left_ms > ttl_ms) then
    redis.call('PEXPIRE', lease, ttl_ms)
end
return {'left'}
