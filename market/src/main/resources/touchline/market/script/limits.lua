-- What may be had. Only buying and opening ask: nothing here keeps anybody from selling or closing.
-- @include money refuse curve band

-- text: 'open positions:user exposure:instrument exposure:budget:band (bps)', where 0 means that there is no limit.
local function limits_of(text)
    local positions, user, instrument, budget, band = string.match(text, '^(%d+):(%d+):(%d+):(%d+):(%d+)$')
    return {positions = tonumber(positions), user = tonumber(user), instrument = tonumber(instrument),
        budget = tonumber(budget), band = tonumber(band)}
end

-- The house's worst loss if every user leaves at their best time: the shares and longs with the base at the top of its
-- band, the shorts with it at the bottom. The band lies around the base with which the match began; the flow is the current one.
local function worst_case(base, match_base, flow, depth, long, short, band)
    local bottom, top = band_edges(match_base, band)
    local price = curve_price(base, flow, depth)
    local up = math.max(0, curve_price(top, flow, depth) - price)
    local down = math.max(0, price - curve_price(bottom, flow, depth))
    return flow * up + long * up + short * down
end

-- Whether a user may have more: nil, or the refusal. amount: what is added at the price paid, 'position' where it is a position.
local function beyond_user(limits, user, amount, is_position)
    local open = is_position and limits.positions > 0 and redis.call('SCARD', 'positions:user:' .. user)
    if open and open >= limits.positions then
        return over_limit('limit-exceeded', 'open-positions', limits.positions, open)
    end
    if limits.user == 0 then
        return nil
    end
    -- The cost of a user's shares plus the notional of the open positions when they were opened. Takes as many steps as there are positions. One that can't be read is
    -- left out: it must not keep the user from trading.
    local exposure = 0
    for _, cost in ipairs(redis.call('HVALS', 'holding_cost:' .. user)) do
        exposure = exposure + (tonumber(cost) or 0)
    end
    for _, id in ipairs(redis.call('SMEMBERS', 'positions:user:' .. user)) do
        local p = redis.pcall('HMGET', 'position:' .. id, 'entry_price', 'quantity')
        exposure = exposure + (tonumber(p[1] or '') or 0) * (tonumber(p[2] or '') or 0)
    end
    return exposure + amount > limits.user and over_limit('limit-exceeded', 'user-exposure', limits.user, exposure) or nil
end

local function instrument_exposure(base, flow, depth, long, short)
    return (flow + long + short) * curve_price(base, flow, depth)
end

-- Whether all together may have so much of an instrument: nil, or the refusal. i: its fields, before; flow, long and short as they would be.
local function beyond_instrument(limits, i, flow, long, short)
    local base, depth = tonumber(i.live_base_price), tonumber(i.depth)
    local match_base = tonumber(i.match_base_price or base)
    local exposure = limits.instrument > 0 and instrument_exposure(base, flow, depth, long, short)
    local risk = limits.budget > 0 and worst_case(base, match_base, flow, depth, long, short, limits.band)
    local is_exposed, is_risky = exposure and exposure > limits.instrument, risk and risk > limits.budget
    if not is_exposed and not is_risky then
        return nil
    end
    local flow_now, long_now, short_now = tonumber(i.net_flow), tonumber(i.long_open or '0'), tonumber(i.short_open or '0')
    if is_exposed then
        return over_limit('limit-exceeded', 'instrument-exposure', limits.instrument, instrument_exposure(base, flow_now, depth, long_now, short_now))
    end
    return over_limit('exposure-limit', 'instrument-budget', limits.budget,
        worst_case(base, match_base, flow_now, depth, long_now, short_now, limits.band))
end
