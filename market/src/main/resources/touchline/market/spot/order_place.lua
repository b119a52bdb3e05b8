-- Buys or sells shares of one instrument along its curve, for cash, with a fee.
-- With an idempotency key a retry gets the first answer; nothing is written before every check has passed.
--
-- KEYS[1] instrument:{id}   KEYS[2] wallet:{user}   KEYS[3] holding:{user}   KEYS[4] holding_cost:{user}
-- KEYS[5] holders:{instrument}   KEYS[6] accounts   KEYS[7] outbox:trades   KEYS[8] ids
-- ARGV[1] user   ARGV[2] instrument   ARGV[3] BUY | SELL   ARGV[4] quantity   ARGV[5] worst price a share, or ''
-- ARGV[6] fee (bps)   ARGV[7] idempotency key (its Redis key), or ''   ARGV[8] fingerprint of the body   ARGV[9] limits
-- returns {'filled', id, amount, fee, price after, at} | {'refused', problem}
-- @include money curve clock outbox ledger tick gate idempotency limits

local closed = shut()
if closed then return closed end
local before = answered(ARGV[7], ARGV[8])
if before then return before end

local i = redis.call('HMGET', KEYS[1], 'live_base_price', 'net_flow', 'depth', 'frozen', 'match_base_price', 'long_open', 'short_open')
if not i[1] or redis.call('EXISTS', KEYS[2]) == 0 then
    return {'refused', 'not-found'}
end
if i[4] == '1' then
    return {'refused', 'instrument-frozen'}
end
local user, instrument, buying, q = ARGV[1], ARGV[2], ARGV[3] == 'BUY', tonumber(ARGV[4])
local base, flow, depth = tonumber(i[1]), tonumber(i[2]), tonumber(i[3])
local cash = tonumber(redis.call('HGET', KEYS[2], 'cash'))
local held = tonumber(redis.call('HGET', KEYS[3], instrument) or '0')
local held_cost = tonumber(redis.call('HGET', KEYS[4], instrument) or '0')
local amount, fee
local realised = 0
if buying then
    if flow + q > div(depth, 2) then
        return {'refused', 'limit-exceeded'}
    end
    amount = curve_cost(base, flow, q, depth)
    if ARGV[5] ~= '' and amount > tonumber(ARGV[5]) * q then
        return {'refused', 'price-moved'}
    end
    local limits = limits_of(ARGV[9])
    local beyond = beyond_user(limits, user, amount, false)
        or beyond_instrument(limits, base, tonumber(i[5] or i[1]), flow + q, depth, tonumber(i[6] or '0'), tonumber(i[7] or '0'))
    if beyond then
        return beyond
    end
    fee = bps_up(amount, tonumber(ARGV[6]))
    if amount + fee > cash then
        return {'refused', 'insufficient-funds'}
    end
else
    if q > held then
        return {'refused', 'insufficient-holding'}
    end
    amount = curve_proceeds(base, flow, q, depth)
    if ARGV[5] ~= '' and amount < tonumber(ARGV[5]) * q then
        return {'refused', 'price-moved'}
    end
    fee = math.min(amount, bps_up(amount, tonumber(ARGV[6])))
end

local now = now_ms()
local id = whole(redis.call('INCR', KEYS[8]))
if buying then
    move('cash:' .. user, 'pool:' .. instrument, amount, 'spot-buy')
    held, held_cost, flow = held + q, held_cost + amount, flow + q
else
    local cost = div(held_cost, held) * q + div((held_cost % held) * q, held)
    realised = amount - fee - cost
    move('pool:' .. instrument, 'cash:' .. user, amount, 'spot-sell')
    held, held_cost, flow = held - q, held_cost - cost, flow - q
end
move('cash:' .. user, 'fees', fee, 'spot-fee')
if held > 0 then
    redis.call('HSET', KEYS[3], instrument, whole(held))
    redis.call('HSET', KEYS[4], instrument, whole(held_cost))
    redis.call('SADD', KEYS[5], user)
else
    redis.call('HDEL', KEYS[3], instrument)
    redis.call('HDEL', KEYS[4], instrument)
    redis.call('SREM', KEYS[5], user)
end
local price = reprice(instrument, base, flow, depth, now)
outbox_add(KEYS[7], 'type', 'order', 'id', id, 'user', user, 'instrument', instrument, 'side', ARGV[3],
    'quantity', whole(q), 'amount', whole(amount), 'fee', whole(fee), 'realised', whole(realised), 'source', 'USER',
    'held', whole(held), 'held_cost', whole(held_cost), 'reference', id, 'at', whole(now), 'ledger', ledger())
return answer(ARGV[7], ARGV[8], {'filled', id, whole(amount), whole(fee), whole(price), whole(now)})
