-- Shuts the market of an epoch until it is rebuilt. The first reason stays, so a retry changes nothing.
--
-- KEYS[1] market
-- ARGV[1] epoch   ARGV[2] why
-- returns {'done'} | {'other'}: the market of another epoch is left alone

if redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[1] then
    return {'other'}
end
redis.call('HSETNX', KEYS[1], 'shut', ARGV[2])
redis.call('HDEL', KEYS[1], 'confirmed')
return {'done'}
