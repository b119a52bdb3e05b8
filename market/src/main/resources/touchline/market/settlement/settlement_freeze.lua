-- Stops trading in a fixture's instruments for its settlement and gives the prices it settles at: those of the final whistle, or, where there was none, those of
-- the moment at which an instrument is first frozen for the fixture. They are kept with it, so a retry gives the same ones.
-- In a void match shares are sold at the average of the curve at the base with which the instrument entered: its bumps are taken back, and all get the same price. At their own costs, an account that
-- sold after a push by a second account would keep the gain, and the second account would be paid back.
-- A live match is refused unless an admin has forced it. An instrument that can't be read is set aside: it stays frozen, and the rest is settled without it.
--
-- KEYS[1] fixture:{id}   KEYS[2] instruments:fixture:{id}   KEYS[3] outbox:ticks
-- ARGV[1] fixture   ARGV[2] 'forced' | ''   ARGV[3] FULL_TIME | VOID
-- returns {'frozen', id, price, spot price, seq, id, ...} | {'settled'} | {'live'} | {'refused', 'unavailable'}
-- @include money curve clock outbox gate freeze readable aside records

local fixture_key, instruments = KEYS[1], KEYS[2]
local fixture, forced, void = ARGV[1], ARGV[2] == 'forced', ARGV[3] == 'VOID'

local closed = shut()
if closed then return closed end
if redis.call('HGET', fixture_key, 'settled') then
    return {'settled'}
end
if redis.call('HGET', fixture_key, 'live') == '1' and not forced then
    return {'live'}
end
redis.call('HSET', fixture_key, 'settling', '1')
local now, reply = now_ms(), {'frozen'}
for _, id in ipairs(redis.call('SMEMBERS', instruments)) do
    local key = 'instrument:' .. id
    local unreadable, why = unreadable_instrument(id), nil
    if not unreadable then
        unreadable, why = wrong_type({'holders:' .. id, 'set', 'positions:instrument:' .. id, 'set', 'price_ticks:' .. id, 'stream'})
    end
    if unreadable then
        redis.pcall('HSET', key, 'frozen', '1', 'frozen_aside', fixture) -- fails if it is no hash: then nothing can be traded in it anyway
        redis.call('SREM', instruments, id)
        note_aside('instrument', id, fixture, id, why and unreadable .. ': ' .. why or unreadable, now)
    else
        if redis.call('HGET', key, 'frozen_for') ~= fixture then
            if redis.call('HEXISTS', key, 'ft_price') == 0 then
                local i = redis.call('HMGET', key, 'live_base_price', 'net_flow', 'depth', 'price', 'tick_seq')
                local spot = whole(curve_average(tonumber(i[1]), tonumber(i[2]), tonumber(i[3])))
                redis.call('HSET', key, 'ft_price', i[4], 'ft_spot', spot, 'ft_seq', i[5])
            end
            if void then
                local i = redis.call('HMGET', key, 'match_base_price', 'net_flow', 'depth', 'live_base_price')
                local base = tonumber(is_whole(i[1]) and i[1] or i[4])
                redis.call('HSET', key, 'ft_spot', whole(curve_average(base, tonumber(i[2]), tonumber(i[3]))))
            end
            if by_hand(id) then
                redis.call('HSETNX', key, 'frozen_over', 'kept') -- the flag stays when the settlement ends
            end
            redis.call('HSET', key, 'frozen', '1', 'frozen_for', fixture)
            redis.call('HDEL', key, 'ft_judged')
            outbox_frozen(id, fixture, 'settlement', now)
            redis.call('PUBLISH', 'frozen:' .. id, '{"id":"' .. id .. '","frozen":true,"why":"settlement"}')
        end
        local taken = redis.call('HMGET', key, 'ft_price', 'ft_spot', 'ft_seq')
        for _, value in ipairs({id, taken[1], taken[2], taken[3]}) do
            reply[#reply + 1] = value
        end
    end
end
return reply
