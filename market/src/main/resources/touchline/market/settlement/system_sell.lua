-- Sells one user's whole holding in an instrument for a settlement: at the average of the curve, the same for everyone, without fee; of a
-- void match at the base of before it (settlement_freeze.lua). The holding is gone afterwards, so a retry finds nothing and changes nothing.
--
-- KEYS[1] instrument:{id}   KEYS[2] holding:{user}   KEYS[3] holding_cost:{user}   KEYS[4] holders:{instrument}
-- KEYS[5] accounts   KEYS[6] outbox:trades   KEYS[7] ids
-- ARGV[1] fixture   ARGV[2] instrument   ARGV[3] user   ARGV[4] FULL_TIME | VOID
-- returns {'sold', quantity, amount} | {'nothing'} | {'fenced'} | {'unreadable', why} | {'shut'}
-- @include money outbox ledger gate readable selling records

local instrument_key, holding, holding_cost, holders, accounts, ids = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[7]
local fixture, instrument, user, kind = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

if shut() then return {'shut'} end
local i = redis.call('HMGET', instrument_key, 'frozen_for', 'ft_spot', 'net_flow')
if i[1] ~= fixture then
    return {'fenced'} -- the settlement that asks does not hold this instrument (any more)
end
local record, why = wrong_type({holding, 'hash', holding_cost, 'hash'})
if record then
    return {'unreadable', record .. ': ' .. why}
end
local held = {quantity = redis.call('HGET', holding, instrument), cost = redis.call('HGET', holding_cost, instrument)}
if not held.quantity or held.quantity == '0' then
    redis.call('SREM', holders, user)
    return {'nothing'}
end
local unreadable = unreadable_field(held, {'quantity', 'cost'}) or unreadable_wallet(user)
if unreadable then
    return {'unreadable', unreadable}
end
local q, id = tonumber(held.quantity), whole(redis.call('INCR', ids))
local amount = sell_holding(id, user, instrument, fixture, kind, q, tonumber(held.cost), tonumber(i[2]),
    tonumber(redis.call('HGET', accounts, 'pool:' .. instrument) or '0'))
redis.call('SREM', holders, user)
redis.call('HSET', instrument_key, 'net_flow', whole(tonumber(i[3]) - q))
return {'sold', whole(q), whole(amount)}
