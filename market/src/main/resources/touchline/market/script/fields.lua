-- The fields of an instrument, a wallet and a match that a trade asks for, each read once by a step. Those of an instrument and a match are not to be asked for after the
-- step has changed them.
-- @include money

local read_instruments, read_closes, read_wallets, read_fixtures = {}, {}, {}, {}

-- A reply to HGETALL, by name.
local function by_name(flat)
    local fields = {}
    for n = 1, #flat, 2 do
        fields[flat[n]] = flat[n + 1]
    end
    return fields
end

-- Every field of an instrument, by name: Redis takes longer to find twenty fields by their names than to list them all. Where the record is no hash: an error, or nil if
-- it is `checked`.
local function instrument_fields(id, checked)
    local fields = read_instruments[id]
    if not fields then
        local flat = (checked and redis.pcall or redis.call)('HGETALL', 'instrument:' .. id)
        if flat.err then
            return nil
        end
        fields = by_name(flat)
        read_instruments[id] = fields
    end
    return fields
end

-- The same of a close, which needs a few of them where no user asks for it: it knows no freeze. false where there is none.
local function close_fields(id, checked)
    local fields = read_instruments[id] or read_closes[id]
    if not fields then
        local i = (checked and redis.pcall or redis.call)('HMGET', 'instrument:' .. id,
            'price', 'tick_seq', 'long_open', 'short_open', 'frozen_for', 'ft_price', 'ft_seq', 'ft_judged')
        if i.err then
            return nil
        end
        fields = {price = i[1], tick_seq = i[2], long_open = i[3], short_open = i[4], frozen_for = i[5], ft_price = i[6], ft_seq = i[7], ft_judged = i[8]}
        read_closes[id] = fields
    end
    return fields
end

-- cash, held, blocked; false where there is none. Where the record is no hash: an error, or nil if it is `checked`.
local function wallet_fields(user, checked)
    local wallet = read_wallets[user]
    if not wallet then
        wallet = (checked and redis.pcall or redis.call)('HMGET', 'wallet:' .. user, 'cash', 'held', 'blocked')
        if wallet.err then
            return nil
        end
        read_wallets[user] = wallet
    end
    return wallet
end

-- Cash and held money of the wallets that movements have changed and that are not written yet.
local moved_wallets = {}

-- Writes each wallet that movements have changed, once for all of them.
local function write_wallets()
    for user, moved in pairs(moved_wallets) do
        local wallet = wallet_fields(user)
        wallet[1], wallet[2] = whole(moved[1]), whole(moved[2])
        redis.call('HSET', 'wallet:' .. user, 'cash', wallet[1], 'held', wallet[2])
        moved_wallets[user] = nil
    end
end

-- live, events, heard_until; false where there is none.
local function fixture_fields(fixture)
    local f = read_fixtures[fixture]
    if not f then
        f = redis.call('HMGET', 'fixture:' .. fixture, 'live', 'events', 'heard_until')
        read_fixtures[fixture] = f
    end
    return f
end
