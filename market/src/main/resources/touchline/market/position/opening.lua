-- Opening a position at the price of now. Needs outbox.lua, ledger.lua.
-- @include money refuse curve freeze limits blocked records fields position/levels

-- What a position would be at a price: entry, margin and wash-out (0: none), in ten-thousandths. The entry is not positive where the spread is all of the price.
local function opening_terms(o, price)
    local q, long = tonumber(o.quantity), o.direction == 'LONG'
    local spread = bps_up(price, tonumber(o.spread_bps))
    local entry = long and price + spread or price - spread
    if entry <= 0 then
        return entry, 0, 0
    end
    local margin = ceil_div(entry * q, tonumber(o.leverage))
    -- The nearest price at which margin + pnl <= close-out x margin.
    local bearable = ceil_div(bps_up(margin, 10000 - tonumber(o.close_out_bps)), q)
    return entry, margin, long and math.max(0, entry - bearable) or entry + bearable
end

-- Checks the levels of an opening that is about to wait against the current price: nil, or the refusal. They are checked again when it is executed.
local function opening_levels(o)
    local price = tonumber(instrument_fields(o.instrument).price)
    local _, _, wash_out = opening_terms(o, price)
    return wrong_levels(o.direction, price, wash_out, tonumber(o.stop), tonumber(o.take)) or wrong_distance(price, tonumber(o.trail or '0'))
end

-- o: user, instrument, direction, quantity, leverage, stop, take, trail (distance of a trailing stop; 0 none), worst (entry price, or ''), spread_bps, close_out_bps (of margin),
-- fee_bps (of spot orders: it bounds what may be open on a side), limits, reserved of one that rests; given: the id of an opening that has waited, or nil.
-- Nothing is written before every check has passed.
-- Returns {'opened', id, entry, margin, wash-out (0: none), seq, at, levels, tick_at, price} | {'refused', problem}
local function open_position(o, now, given)
    local user, instrument, direction = o.user, o.instrument, o.direction
    local key = 'instrument:' .. instrument
    local i = instrument_fields(instrument)
    local cash = wallet_fields(user)[1]
    if not i.price or not cash then
        return {'refused', 'not-found'}
    end
    local stopped = frozen(instrument, now, direction == 'LONG' and 'open-long' or 'open-short')
    if stopped then return stopped end
    if i.delisted then
        return {'refused', 'instrument-delisted'}
    end
    local barred = blocked(user)
    if barred then return barred end
    local q, leverage, stop, take = tonumber(o.quantity), tonumber(o.leverage), tonumber(o.stop), tonumber(o.take)
    local price, depth = tonumber(i.price), tonumber(i.depth)
    local long = direction == 'LONG'
    local entry, margin, wash_out = opening_terms(o, price)
    local trail = tonumber(o.trail or '0')
    local wrong = wrong_levels(direction, price, wash_out, stop, take) or wrong_distance(price, trail)
    if wrong then return wrong end

    -- Pushing a price by spot orders costs at least the fee on depth x move; what that can win is bounded to less.
    local side = long and 'long_open' or 'short_open'
    local open = tonumber((long and i.long_open or i.short_open) or '0')
    local most = div(tonumber(o.fee_bps) * depth, 10000)
    if open + q > most then
        return over_limit('limit-exceeded', long and 'instrument-longs' or 'instrument-shorts', most, open)
    end
    if entry <= 0 then
        return over_limit('limit-exceeded', 'shorts-at-this-price', 0, 0)
    end
    if o.worst ~= '' and ((long and entry > tonumber(o.worst)) or (not long and entry < tonumber(o.worst))) then
        return {'refused', 'price-moved'}
    end
    local limits = limits_of(o.limits)
    local longs, shorts = tonumber(i.long_open or '0') + (long and q or 0), tonumber(i.short_open or '0') + (long and 0 or q)
    local beyond = beyond_user(limits, user, entry * q, true) or beyond_instrument(limits, i, tonumber(i.net_flow), longs, shorts)
    if beyond then return beyond end
    local spare = tonumber(o.reserved or '0')
    if margin > tonumber(cash) + spare then
        return {'refused', 'insufficient-funds'}
    end

    local record, why = unwritable_opening(instrument, user)
    if record then
        return refuse_unreadable(record, why)
    end

    local id = given or whole(redis.call('INCR', 'ids'))
    local levels = ''
    if stop > 0 or take > 0 or trail > 0 then
        levels = i.tick_seq .. ':' .. whole(stop) .. ':' .. whole(take) .. (trail > 0 and ':' .. whole(trail) .. ':' .. i.price or '')
    end
    if spare > 0 then
        move('held:' .. user, 'cash:' .. user, spare, 'release')
    end
    move('cash:' .. user, 'held:' .. user, margin, 'margin')
    local p = {user = user, instrument = instrument, direction = direction, quantity = whole(q), leverage = whole(leverage), entry_price = whole(entry),
        margin = whole(margin), wash_out = whole(wash_out), levels = levels, stop_loss = whole(stop), take_profit = whole(take),
        open_seq = i.tick_seq, open_tick_at = i.tick_at, opened_at = time_text(now)}
    local fields = {}
    for name, value in pairs(p) do
        fields[#fields + 1] = name
        fields[#fields + 1] = value
    end
    redis.call('HSET', 'position:' .. id, unpack(fields))
    redis.call('SADD', 'positions:user:' .. user, id)
    redis.call('SADD', 'positions:instrument:' .. instrument, id)
    redis.call('HINCRBY', key, side, whole(q))
    outbox_open(id, p, now, ledger())
    redis.call('PUBLISH', 'position:changes', string.format(
        '{"type":"opened","id":"%s","user":"%s","instrument":"%s","direction":"%s","washOut":%.0f,"levels":"%s","openSeq":%s,"openTickAt":%s}',
        id, user, instrument, direction, wash_out, levels, i.tick_seq, i.tick_at))
    return {'opened', id, whole(entry), whole(margin), whole(wash_out), i.tick_seq, time_text(now), levels, i.tick_at, i.price}
end
