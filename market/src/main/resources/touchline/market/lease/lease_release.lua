-- Releases a lease if this holder still has it; a second call changes nothing.
--
-- KEYS[1] lease:{name}
-- ARGV[1] holder   ARGV[2] fencing token
-- returns {'released'} | {'not-held'}

local lease = KEYS[1]
local holder, token = ARGV[1], ARGV[2]

if redis.call('GET', lease) == holder .. ':' .. token then
    redis.call('DEL', lease)
    return {'released'}
end
return {'not-held'}
