-- Filling a spot order along the curve. Needs outbox.lua, ledger.lua, tick.lua.
-- @include money clock refuse curve freeze limits blocked records breaker fields

-- What q shares cost or yield at a flow: amount, fee, the flow afterwards. Where the curve has an end: nil, and the refusal.
local function order_terms(base, flow, depth, buying, q, fee_bps)
    if buying then
        if flow + q > div(depth, 2) then
            return nil, over_limit('limit-exceeded', 'instrument-shares', div(depth, 2), flow)
        end
        local amount = curve_cost(base, flow, q, depth)
        return amount, bps_up(amount, fee_bps), flow + q
    end
    if q > flow then
        return nil, over_limit('limit-exceeded', 'shares-held', flow, 0)
    end
    local amount = curve_proceeds(base, flow, q, depth)
    return amount, math.min(amount, bps_up(amount, fee_bps)), flow - q
end

-- o: user, instrument, side, quantity, worst (price a share, or ''), fee_bps, limits, client_id (the user's own id of the order, or nil), reserved and reserved_shares of
-- one that rests, type, limit_price, stop_price and tif of one with a price; given: the id of an order that has waited, or nil.
-- Nothing is written before every check has passed. Returns {'filled', id, amount, fee, price after, at} | {'refused', problem}
local function fill_order(o, now, given)
    local instrument, user, buying, q = o.instrument, o.user, o.side == 'BUY', tonumber(o.quantity)
    local holding, costs = 'holding:' .. user, 'holding_cost:' .. user
    local i = instrument_fields(instrument)
    local cash = wallet_fields(user)[1]
    if not i.live_base_price or not cash then
        return {'refused', 'not-found'}
    end
    local stopped = frozen(instrument, now, buying and 'buy' or 'sell')
    if stopped then return stopped end
    if i.delisted and buying then
        return {'refused', 'instrument-delisted'}
    end
    local barred = buying and blocked(user)
    if barred then return barred end
    local base, before, depth = tonumber(i.live_base_price), tonumber(i.net_flow), tonumber(i.depth)
    local held, held_cost = redis.call('HGET', holding, instrument) or '0', redis.call('HGET', costs, instrument) or '0'
    if not is_whole(held) or not is_whole(held_cost) then
        return refuse_unreadable('holding ' .. user .. ' of ' .. instrument, 'its quantity or cost is no whole number')
    end
    held, held_cost = tonumber(held), tonumber(held_cost)
    local spare, spare_shares = tonumber(o.reserved or '0'), tonumber(o.reserved_shares or '0')
    if not buying and q > held + spare_shares - tonumber(redis.call('HGET', 'reserved:' .. user, instrument) or '0') then
        return {'refused', 'insufficient-holding'}
    end
    local amount, fee, flow = order_terms(base, before, depth, buying, q, tonumber(o.fee_bps))
    if not amount then
        return fee -- the refusal
    end
    if o.worst ~= '' then
        local bound = tonumber(o.worst) * q
        if (buying and amount > bound) or (not buying and amount < bound) then
            return {'refused', 'price-moved'}
        end
    end
    local limits = limits_of(o.limits)
    local beyond = buying and (beyond_user(limits, user, amount, false) or beyond_instrument(limits, i, flow, tonumber(i.long_open or '0'),
        tonumber(i.short_open or '0')))
    if beyond then return beyond end
    if buying and amount + fee > tonumber(cash) + spare then
        return {'refused', 'insufficient-funds'}
    end

    local record, why = unwritable_order(instrument, user)
    if not record then
        record, why = unreadable_breaker(instrument)
    end
    if record then
        return refuse_unreadable(record, why)
    end

    local id = given or whole(redis.call('INCR', 'ids'))
    local realised, shares, paid = 0, q, amount
    if spare > 0 then
        move('held:' .. user, 'cash:' .. user, spare, 'release')
    end
    if spare_shares > 0 and redis.call('HINCRBY', 'reserved:' .. user, instrument, '-' .. whole(spare_shares)) == 0 then
        redis.call('HDEL', 'reserved:' .. user, instrument)
    end
    if buying then
        move('cash:' .. user, 'pool:' .. instrument, amount, 'spot-buy')
    else
        local cost = div(held_cost, held) * q + div((held_cost % held) * q, held)
        realised = amount - fee - cost
        move('pool:' .. instrument, 'cash:' .. user, amount, 'spot-sell')
        shares, paid = -q, -cost
    end
    held, held_cost = held + shares, held_cost + paid
    move('cash:' .. user, 'fees', fee, 'spot-fee')
    local held_text, cost_text, amount_text, fee_text = whole(held), whole(held_cost), whole(amount), whole(fee)
    if held > 0 then
        redis.call('HSET', holding, instrument, held_text)
        redis.call('HSET', costs, instrument, cost_text)
        redis.call('SADD', 'holders:' .. instrument, user)
    else
        redis.call('HDEL', holding, instrument)
        redis.call('HDEL', costs, instrument)
        redis.call('SREM', 'holders:' .. instrument, user)
    end
    local price = reprice(instrument, base, flow, depth, now, i)
    watch_flow(instrument, id, before, flow, depth, now)
    outbox_order(id, {user = user, instrument = instrument, side = o.side, quantity = o.quantity, amount = amount_text, fee = fee_text,
        realised = whole(realised), source = 'USER', waited = given and '1' or '0', held = held_text, held_cost = cost_text,
        shares = shares, cost = paid,
        client_id = o.client_id, order_type = o.type ~= 'MARKET' and o.type or nil, limit_price = o.limit_price, stop_price = o.stop_price,
        time_in_force = o.tif}, now, ledger())
    return {'filled', id, amount_text, fee_text, whole(price), time_text(now)}
end
