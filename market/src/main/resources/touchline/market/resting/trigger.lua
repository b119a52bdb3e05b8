-- The price at which a resting order or opening can be filled, and what has to be reserved for it. r: the fields of request:{id}, as resting.lua lists them.
-- @include money

-- Whether it rises with the price: it buys shares or opens a long.
local function is_buyer(r)
    return r.side == 'BUY' or r.direction == 'LONG'
end

local function act_of(r)
    if r.kind == 'ORDER' then
        return r.side == 'BUY' and 'buy' or 'sell'
    end
    return r.direction == 'LONG' and 'open-long' or 'open-short'
end

-- The price at which a limit can be filled at the earliest. The average of an order of q shares lies at least price x q / (3 x depth) from the price.
local function limit_trigger(r, depth)
    local limit, q = tonumber(r.limit_price), tonumber(r.quantity)
    if r.kind == 'ORDER' then
        if r.side == 'BUY' then
            return div(limit * 3 * depth, 3 * depth + q) + 1
        end
        return math.max(1, ceil_div(limit * 3 * depth, math.max(1, 3 * depth - q)) - 1)
    end
    local spread = tonumber(r.spread_bps)
    if r.direction == 'LONG' then
        local price = div(limit * 10000, 10000 + spread) + 1
        while price > 1 and price + bps_up(price, spread) > limit do price = price - 1 end
        return price
    end
    local price = math.max(1, div(limit * 10000, 10000 - spread) - 1)
    while price - bps_up(price, spread) < limit do price = price + 1 end
    return price
end

-- Sets what it waits for.
local function aim(r, waits_for, depth)
    r.waits_for = waits_for
    local falls = is_buyer(r) == (waits_for == 'LIMIT')
    r.trigger_at = falls and 'FALL' or 'RISE'
    r.trigger = waits_for == 'STOP' and r.stop_price or whole(limit_trigger(r, depth))
end

-- Whether a price reaches it.
local function reached(r, price)
    if r.trigger_at == 'FALL' then
        return price <= tonumber(r.trigger)
    end
    return price >= tonumber(r.trigger)
end

-- What has to be reserved: money, shares. at: a price in place of the order's own, or nil.
local function needed(r, at)
    local q = tonumber(r.quantity)
    if r.side == 'SELL' then
        return 0, q
    end
    local price = at or tonumber(r.limit_price ~= '' and r.limit_price or r.stop_price)
    if r.kind == 'ORDER' then
        return price * q + bps_up(price * q, tonumber(r.fee_bps)), 0
    end
    if r.limit_price == '' then
        local spread = bps_up(price, tonumber(r.spread_bps))
        price = r.direction == 'LONG' and price + spread or math.max(1, price - spread)
    end
    return ceil_div(price * q, tonumber(r.leverage)), 0
end
