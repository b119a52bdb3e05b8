-- Cancels a fill by a compensating order at the old amounts: the user gets back what was paid, fee included, and gives back the shares, or the other way round. What the shares are worth
-- more or less by now is the house's. The first order stays as it is. Once under its key, so a retry is safe.
-- Shares that resting sales of the user hold back are taken too: as many of these sales are cancelled, the newest first, as it needs.
--
-- KEYS[1] instrument:{id}   KEYS[2] holding:{user}   KEYS[3] holding_cost:{user}   KEYS[4] holders:{instrument}   KEYS[5] wallet:{user}   KEYS[6] ids   Also: the requests of the user that rest.
-- ARGV[1] user   ARGV[2] instrument   ARGV[3] side of the order   ARGV[4] quantity   ARGV[5] amount   ARGV[6] fee   ARGV[7] realised
-- ARGV[8] fingerprint   ARGV[9] idempotency key (its Redis key)
-- returns {'cancelled', order, price after} | {'refused', problem, facts ...}
-- @include money curve clock outbox ledger tick gate refuse freeze idempotency settlement/readable records resting/resting position/load

local instrument_key, holding, costs, holders, wallet, ids = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local user, instrument, bought = ARGV[1], ARGV[2], ARGV[3] == 'BUY'
local q, amount, fee, realised = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local fingerprint, key = ARGV[8], ARGV[9]
local pool = 'pool:' .. instrument

local closed = shut()
if closed then return closed end
local before = answered(key, fingerprint)
if before then return before end

-- The house makes up for what the pool is short of, or takes what it has too much.
local function balance_pool(short)
    if short > 0 then
        move('house', pool, short, 'correction')
    else
        move(pool, 'house', -short, 'correction')
    end
end

-- The sales to cancel so that so many shares can be taken, in the order of their cancellation; nil if even all of them don't free enough.
local function sales_in_the_way(held)
    local free = held - tonumber(redis.call('HGET', 'reserved:' .. user, instrument) or '0')
    local resting, sales = {}, {}
    for _, id in ipairs(redis.call('SMEMBERS', 'resting:user:' .. user)) do
        if string.match(id, '^%d+$') and redis.call('TYPE', 'request:' .. id).ok == 'hash' then -- one that can't be read is left as it is, and keeps the shares that it holds back
            resting[#resting + 1] = id
        end
    end
    table.sort(resting, function(one, other) return tonumber(one) > tonumber(other) end)
    for _, id in ipairs(resting) do
        local r = free < q and load_fields('request:' .. id)
        if r and r.instrument == instrument and r.side == 'SELL' and RESTING[r.state] and not unreadable_resting(r) then
            sales[#sales + 1] = {id = id, request = r}
            free = free + tonumber(r.reserved_shares)
        end
    end
    return free >= q and sales or nil
end

local function cancel()
    local i = redis.call('HMGET', instrument_key, 'live_base_price', 'net_flow', 'depth', 'frozen_for', 'frozen_over')
    if not i[1] or redis.call('EXISTS', wallet) == 0 then
        return {'refused', 'not-found'}
    end
    if i[4] or i[5] then
        return {'refused', 'market-over'}
    end
    local record, why = unwritable_trade(instrument, user)
    if not record then
        record, why = wrong_type({'resting:user:' .. user, 'set', 'reserved:' .. user, 'hash'})
    end
    if record then
        return refuse_unreadable(record, why)
    end
    local held, held_cost = redis.call('HGET', holding, instrument) or '0', redis.call('HGET', costs, instrument) or '0'
    if not is_whole(held) or not is_whole(held_cost) then
        return refuse_unreadable('holding ' .. user .. ' of ' .. instrument, 'its quantity or cost is no whole number')
    end
    held, held_cost = tonumber(held), tonumber(held_cost)
    local base, flow, depth = tonumber(i[1]), tonumber(i[2]), tonumber(i[3])
    local sales = {}
    if bought then
        sales = q <= held and sales_in_the_way(held)
        if not sales then
            return {'refused', 'insufficient-holding'}
        end
    end
    if not bought and amount - fee > tonumber(redis.call('HGET', wallet, 'cash')) then
        return {'refused', 'insufficient-funds'}
    end
    if not bought and flow + q > div(depth, 2) then
        return over_limit('limit-exceeded', 'instrument-shares', div(depth, 2), flow)
    end

    local now, id = now_ms(), whole(redis.call('INCR', ids))
    local paid, gain, shares, cost
    for _, sale in ipairs(sales) do
        end_unfilled(sale.id, sale.request, 'CANCELLED', now)
    end
    if bought then
        shares, cost = -q, -(q == held and held_cost or math.min(held_cost, amount))
        paid, gain = amount + fee, amount + cost
        balance_pool(amount - curve_proceeds(base, flow, q, depth))
        move('fees', pool, fee, 'correction')
        move(pool, 'cash:' .. user, paid, 'spot-sell')
    else
        paid, gain = amount - fee, -realised
        balance_pool(curve_cost(base, flow, q, depth) - amount)
        move('fees', pool, fee, 'correction')
        move('cash:' .. user, pool, paid, 'spot-buy')
        shares, cost = q, paid - realised
    end
    held, held_cost, flow = held + shares, held_cost + cost, flow + shares
    if held > 0 then
        redis.call('HSET', holding, instrument, whole(held))
        redis.call('HSET', costs, instrument, whole(held_cost))
        redis.call('SADD', holders, user)
    else
        redis.call('HDEL', holding, instrument)
        redis.call('HDEL', costs, instrument)
        redis.call('SREM', holders, user)
    end
    local price = reprice(instrument, base, flow, depth, now)
    outbox_order(id, {user = user, instrument = instrument, side = bought and 'SELL' or 'BUY', quantity = whole(q), amount = whole(paid), fee = '0',
        realised = whole(gain), source = 'CORRECTION', held = whole(held), held_cost = whole(held_cost),
        shares = shares, cost = cost}, now, ledger())
    return {'cancelled', id, whole(price)}
end

local done = cancel()
if done[1] == 'refused' then
    return done -- not kept: it may be approved again once the cause is gone
end
return answer(key, fingerprint, done)
