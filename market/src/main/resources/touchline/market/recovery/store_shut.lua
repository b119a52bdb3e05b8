-- Shuts the market of an epoch until it is rebuilt. The first reason stays, so a retry changes nothing.
--
-- KEYS[1] market
-- ARGV[1] epoch   ARGV[2] why
-- returns {'done'} | {'other'}: the market of another epoch is left alone

local market_key = KEYS[1]
local epoch, why = ARGV[1], ARGV[2]

if redis.call('HGET', market_key, 'epoch') ~= epoch then
    return {'other'}
end
redis.call('HSETNX', market_key, 'shut', why)
redis.call('HDEL', market_key, 'confirmed')
return {'done'}
