-- Ends a fixture's settlement: the instruments leave the fixture at their base price and trade again. Refused while anything of it is
-- still held or open, and a second call finds it settled, so a retry is safe.
--
-- KEYS[1] fixture:{id}   KEYS[2] instruments:fixture:{id}   KEYS[3] accounts   KEYS[4] outbox:trades   KEYS[5] outbox:ticks
-- ARGV[1] fixture
-- returns {'thawed', how many} | {'settled'} | {'unfinished', instrument} | {'shut'}
-- @include money curve clock outbox ledger tick gate

if shut() then return {'shut'} end
if redis.call('HGET', KEYS[1], 'settled') then
    return {'settled'}
end
local ids = redis.call('SMEMBERS', KEYS[2])
for _, id in ipairs(ids) do
    if redis.call('HGET', 'instrument:' .. id, 'net_flow') ~= '0' or redis.call('SCARD', 'positions:instrument:' .. id) > 0 then
        return {'unfinished', id}
    end
end
local now = now_ms()
for _, id in ipairs(ids) do
    local key = 'instrument:' .. id
    local i = redis.call('HMGET', key, 'live_base_price', 'depth')
    -- Rounding always went the pool's way; what is left of it is the house's.
    local rest = tonumber(redis.call('HGET', KEYS[3], 'pool:' .. id) or '0')
    if rest > 0 then
        move('pool:' .. id, 'house', rest, 'pool-rest')
    end
    redis.call('HDEL', key, 'frozen', 'frozen_for', 'frozen_until', 'frozen_review', 'frozen_feed', 'ft_price', 'ft_spot', 'ft_seq', 'ft_judged',
        'fixture_id', 'match_base_price')
    reprice(id, tonumber(i[1]), 0, tonumber(i[2]), now)
    outbox_add(KEYS[5], 'type', 'thawed', 'instrument', id, 'fixture', ARGV[1], 'at', whole(now))
    redis.call('PUBLISH', 'frozen:' .. id, '{"id":"' .. id .. '","frozen":false}')
end
if ledger() ~= '' then
    outbox_add(KEYS[4], 'type', 'transfer', 'reference', 'settlement ' .. ARGV[1], 'at', whole(now), 'ledger', ledger())
end
redis.call('DEL', KEYS[2])
redis.call('HDEL', KEYS[1], 'settling', 'live', 'heard_until', 'heard_at', 'silent')
redis.call('SREM', 'feed:watched', ARGV[1])
redis.call('DEL', 'feed:frozen:' .. ARGV[1])
redis.call('HSET', KEYS[1], 'settled', whole(now))
return {'thawed', whole(#ids)}
