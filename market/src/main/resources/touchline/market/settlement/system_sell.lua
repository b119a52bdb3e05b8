-- Sells one user's whole holding in an instrument for a settlement: at the average of the curve, the same for everyone, without fee;
-- or, for a match that is void, back at what it cost. The holding is gone afterwards, so a retry finds nothing and changes nothing.
--
-- KEYS[1] instrument:{id}   KEYS[2] holding:{user}   KEYS[3] holding_cost:{user}   KEYS[4] holders:{instrument}
-- KEYS[5] accounts   KEYS[6] outbox:trades   KEYS[7] ids
-- ARGV[1] fixture   ARGV[2] instrument   ARGV[3] user   ARGV[4] FULL_TIME | VOID
-- returns {'sold', quantity, amount} | {'nothing'} | {'fenced'} | {'unreadable', why} | {'shut'}
-- @include money clock outbox ledger gate readable

if shut() then return {'shut'} end
local instrument, user = ARGV[2], ARGV[3]
local i = redis.call('HMGET', KEYS[1], 'frozen_for', 'ft_spot', 'net_flow')
if i[1] ~= ARGV[1] then
    return {'fenced'} -- the settlement that asks does not hold this instrument (any more)
end
local held = {quantity = redis.call('HGET', KEYS[2], instrument), cost = redis.call('HGET', KEYS[3], instrument)}
if not held.quantity or held.quantity == '0' then
    redis.call('SREM', KEYS[4], user)
    return {'nothing'}
end
local unreadable = unreadable_field(held, {'quantity', 'cost'}) or unreadable_wallet(user)
if unreadable then
    return {'unreadable', unreadable}
end
local q, cost = tonumber(held.quantity), tonumber(held.cost)
local amount = ARGV[4] == 'VOID' and cost or tonumber(i[2]) * q
local now, id = whole(now_ms()), whole(redis.call('INCR', KEYS[7]))
local short = amount - tonumber(redis.call('HGET', KEYS[5], 'pool:' .. instrument) or '0')
if short > 0 then
    move('house', 'pool:' .. instrument, short, 'void-cover') -- only a refund can cost more than the pool holds
end
move('pool:' .. instrument, 'cash:' .. user, amount, 'system-sell')
redis.call('HDEL', KEYS[2], instrument)
redis.call('HDEL', KEYS[3], instrument)
redis.call('SREM', KEYS[4], user)
redis.call('HSET', KEYS[1], 'net_flow', whole(tonumber(i[3]) - q))
outbox_add(KEYS[6], 'type', 'order', 'id', id, 'user', user, 'instrument', instrument, 'side', 'SELL', 'quantity', whole(q),
    'amount', whole(amount), 'fee', '0', 'realised', whole(amount - cost), 'source', ARGV[4], 'fixture', ARGV[1],
    'held', '0', 'held_cost', '0', 'reference', id, 'at', now, 'ledger', ledger())
return {'sold', whole(q), whole(amount)}
