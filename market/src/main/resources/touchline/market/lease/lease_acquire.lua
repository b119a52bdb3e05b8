-- Takes a lease that is free, or renews it for its holder. The fence only grows, and outlives the lease: a token below it takes and effects nothing.
-- A retry renews.
--
-- KEYS[1] lease:{name}   KEYS[2] fence:lease:{name}
-- ARGV[1] holder   ARGV[2] fencing token   ARGV[3] time to live (ms)
-- returns {'held'} | {'taken', by whom}

local lease, fence = KEYS[1], KEYS[2]
local holder, token, ttl_ms = ARGV[1], ARGV[2], ARGV[3]

local mine = holder .. ':' .. token
local current = redis.call('GET', lease)
if current and current ~= mine then
    return {'taken', current}
end
local highest = redis.call('GET', fence)
if highest and tonumber(token) < tonumber(highest) then
    return {'taken', 'fence ' .. highest}
end
redis.call('SET', lease, mine, 'PX', ttl_ms)
redis.call('SET', fence, token)
return {'held'}
