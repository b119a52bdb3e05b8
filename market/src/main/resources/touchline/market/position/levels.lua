-- Where a stop-loss, a take-profit and a trailing stop may lie.
-- @include money refuse

-- stop, take: prices, 0 for none; wash_out: 0 for none. Returns nil, or the refusal with the price that bounds the level.
-- A stop-loss at the wash-out or past it could never act, as the position is closed there.
local function wrong_levels(direction, price, wash_out, stop, take)
    local long = direction == 'LONG'
    if stop > 0 and ((long and stop >= price) or (not long and stop <= price)) then
        return refuse('stop-loss-side', 'price', whole(price))
    end
    if take > 0 and ((long and take <= price) or (not long and take >= price)) then
        return refuse('take-profit-side', 'price', whole(price))
    end
    if stop > 0 and wash_out > 0 and ((long and stop <= wash_out) or (not long and stop >= wash_out)) then
        return refuse('stop-loss-beyond-wash-out', 'price', whole(wash_out))
    end
    return nil
end

-- distance: of a trailing stop, 0 for none. Returns nil, or the refusal: so far from the price it would never act.
local function wrong_distance(price, distance)
    if distance >= price then
        return refuse('trailing-distance-range', 'price', whole(price))
    end
    return nil
end
