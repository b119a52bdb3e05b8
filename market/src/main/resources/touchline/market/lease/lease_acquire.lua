-- Takes a lease that is free, or that this holder and token hold already (then it is renewed).
-- The fence only grows, and outlives the lease: a token lower than it can take nothing and effect nothing.
--
-- KEYS[1] lease:{name}   KEYS[2] fence:lease:{name}
-- ARGV[1] holder   ARGV[2] fencing token   ARGV[3] time to live (ms)
-- returns {'held'} | {'taken', by whom}
local mine = ARGV[1] .. ':' .. ARGV[2]
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= mine then
    return {'taken', holder}
end
local highest = redis.call('GET', KEYS[2])
if highest and tonumber(ARGV[2]) < tonumber(highest) then
    return {'taken', 'fence ' .. highest}
end
redis.call('SET', KEYS[1], mine, 'PX', ARGV[3])
redis.call('SET', KEYS[2], ARGV[2])
return {'held'}
