-- Stops trading in a fixture's instruments and records the prices it settles at. The prices are taken when an instrument is first frozen for
-- the fixture and kept with it, so a retry gives the same ones.
--
-- KEYS[1] fixture:{id}   KEYS[2] instruments:fixture:{id}   KEYS[3] outbox:ticks
-- ARGV[1] fixture
-- returns {'frozen', id, price, spot price, seq, id, ...} | {'settled'} | {'refused', 'unavailable'}
-- @include money curve clock outbox gate

local closed = shut()
if closed then return closed end
if redis.call('HGET', KEYS[1], 'settled') then
    return {'settled'}
end
redis.call('HSET', KEYS[1], 'settling', '1')
local now, reply = whole(now_ms()), {'frozen'}
for _, id in ipairs(redis.call('SMEMBERS', KEYS[2])) do
    local key = 'instrument:' .. id
    local i = redis.call('HMGET', key, 'frozen_for', 'live_base_price', 'net_flow', 'depth', 'price', 'tick_seq')
    if i[1] ~= ARGV[1] then
        local spot = whole(curve_average(tonumber(i[2]), tonumber(i[3]), tonumber(i[4])))
        redis.call('HSET', key, 'frozen', '1', 'frozen_for', ARGV[1], 'ft_price', i[5], 'ft_spot', spot, 'ft_seq', i[6])
        redis.call('HDEL', key, 'ft_judged')
        outbox_add(KEYS[3], 'type', 'frozen', 'instrument', id, 'fixture', ARGV[1], 'why', 'settlement', 'at', now)
        redis.call('PUBLISH', 'frozen:' .. id, '{"id":"' .. id .. '","frozen":true,"why":"settlement"}')
    end
    local taken = redis.call('HMGET', key, 'ft_price', 'ft_spot', 'ft_seq')
    for _, value in ipairs({id, taken[1], taken[2], taken[3]}) do
        reply[#reply + 1] = value
    end
end
return reply
