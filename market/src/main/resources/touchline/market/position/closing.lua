-- Taking an open position out of the market at a price. Needs money.lua, outbox.lua, ledger.lua.
-- @include position/load fields

-- id, p: the open position; q: its shares. Pays it out, once: the caller has just seen it open, in this same script, and takes it off its user and its instrument.
-- price_text, seq_text: the digits of the price and of the tick's number.
local function pay_out(id, p, q, reason, price, price_text, seq_text, now)
    local user, margin, entry = p.user, tonumber(p.margin), tonumber(p.entry_price)
    local long = p.direction == 'LONG'
    local pnl = (long and price - entry or entry - price) * q
    local payout = math.max(0, margin + pnl)
    move('held:' .. user, 'cash:' .. user, math.min(margin, payout), 'margin-back')
    if payout > margin then
        move('house', 'cash:' .. user, payout - margin, 'profit')
    else
        move('held:' .. user, 'house', margin - payout, 'loss')
    end
    -- Kept for a day: a second close returns it, and a client reads its own write.
    local gone = 'closed_position:' .. id
    local payout_text, at = whole(payout), time_text(now)
    redis.call('RENAME', 'position:' .. id, gone)
    redis.call('HSET', gone, 'close_reason', reason, 'close_price', price_text, 'close_seq', seq_text, 'payout', payout_text, 'closed_at', at)
    redis.call('EXPIRE', gone, 86400)
    outbox_close(id, p, reason, price_text, seq_text, payout_text, now, ledger())
    redis.call('PUBLISH', 'position:changes', '{"type":"closed","id":"' .. id .. '","user":"' .. user .. '","instrument":"' .. p.instrument .. '"}')
    return {'closed', reason, price_text, seq_text, payout_text, at}
end

-- Takes positions that are closed off their instrument. long, short: their shares.
local function take_off(instrument, ids, long, short)
    if #ids > 0 then
        redis.call('SREM', 'positions:instrument:' .. instrument, unpack(ids))
    end
    if long > 0 then
        redis.call('HINCRBY', 'instrument:' .. instrument, 'long_open', whole(-long))
    end
    if short > 0 then
        redis.call('HINCRBY', 'instrument:' .. instrument, 'short_open', whole(-short))
    end
end

-- Closes a position, as pay_out does.
local function settle_position(id, p, reason, price, seq, now)
    local q, long = tonumber(p.quantity), p.direction == 'LONG'
    take_off(p.instrument, {id}, long and q or 0, long and 0 or q)
    redis.call('SREM', 'positions:user:' .. p.user, id)
    return pay_out(id, p, q, reason, price, whole(price), whole(seq), now)
end

-- Closes a part of an open position at a price: the part gets an id of its own and its share of the margin, and the rest stays open.
-- part: shares, fewer than the position has. Both keep a margin of at least one ten-thousandth. Returns {'part', id of the part, price, seq, payout, at}
local function settle_part(id, p, part, price, seq, now)
    local q, margin = tonumber(p.quantity), tonumber(p.margin)
    local part_margin = math.min(margin - 1, math.max(1, div(margin, q) * part + div((margin % q) * part, q)))
    local part_id, c = whole(redis.call('INCR', 'ids')), {}
    for name, value in pairs(p) do
        c[name] = value
    end
    c.quantity, c.margin = whole(part), whole(part_margin)
    p.quantity, p.margin = whole(q - part), whole(margin - part_margin)
    redis.call('HSET', 'position:' .. id, 'quantity', p.quantity, 'margin', p.margin)
    local fields = {}
    for name, value in pairs(c) do
        fields[#fields + 1] = name
        fields[#fields + 1] = value
    end
    redis.call('HSET', 'position:' .. part_id, unpack(fields))
    outbox_split(id, p, part_id, c.quantity, c.margin, now)
    local done = settle_position(part_id, c, 'USER', price, seq, now)
    return {'part', part_id, done[2], done[3], done[4], done[5], done[6]}
end

-- Closes as many shares at the user's request as are asked for ('' all), or all that there are.
local function settle_shares(id, p, quantity, price, seq, now)
    if quantity ~= '' and tonumber(quantity) < tonumber(p.quantity) then
        if tonumber(p.margin) < 2 then
            return {'refused', 'position-quantity'} -- no margin to share
        end
        return settle_part(id, p, tonumber(quantity), price, seq, now)
    end
    return settle_position(id, p, 'USER', price, seq, now)
end

-- What is said of a position that isn't open, to `user` ('' : anyone).
local function not_open(id, user)
    local c = redis.call('HMGET', 'closed_position:' .. id, 'user', 'close_reason', 'close_price', 'close_seq', 'payout', 'closed_at')
    if not c[1] or (user ~= '' and c[1] ~= user) then
        return {'refused', 'not-found'}
    end
    return {'already', c[2], c[3], c[4], c[5], c[6]}
end

-- quantity: shares, '' all. Closes a user's own position at the price of now, or at the tick that has breached it already. Also needs freeze.lua and breach.lua.
-- Returns as settle_position, or {'refused', problem} or {'again'}
local function close_by_user(id, user, now, quantity)
    local p = load_position(id)
    if not p then
        return {'refused', 'position-closed'}
    end
    local stopped = frozen(p.instrument, now, 'close')
    if stopped then return stopped end
    local breached, at_price, at_seq = first_breach(id, p)
    if breached == 'again' then
        return {'again'}
    elseif breached then
        settle_position(id, p, breached, at_price, at_seq, now)
        return {'refused', 'position-closed'}
    end
    local i = instrument_fields(p.instrument)
    return settle_shares(id, p, quantity, tonumber(i.price), tonumber(i.tick_seq), now)
end
