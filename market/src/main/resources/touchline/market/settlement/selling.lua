-- Selling a holding for a settlement.
-- @include money clock outbox ledger

-- q, cost: all shares that a user has of an instrument, and what they cost; pool: the balance of its pool. The caller takes the user off the holders, and the shares
-- off the instrument. Returns the amount, and the balance afterwards.
local function sell_holding(id, user, instrument, fixture, kind, q, cost, price, pool)
    local amount = price * q
    local short = amount - pool
    if short > 0 then
        move('house', 'pool:' .. instrument, short, 'void-cover') -- only before the bumps of a void match it was worth more than the pool holds
    end
    move('pool:' .. instrument, 'cash:' .. user, amount, 'system-sell')
    redis.call('HDEL', 'holding:' .. user, instrument)
    redis.call('HDEL', 'holding_cost:' .. user, instrument)
    outbox_order(id, {user = user, instrument = instrument, side = 'SELL', quantity = whole(q), amount = whole(amount), fee = '0',
        realised = whole(amount - cost), source = kind, fixture = fixture, held = '0', held_cost = '0', shares = -q, cost = -cost}, now_ms(), ledger())
    return amount, math.max(0, -short)
end
