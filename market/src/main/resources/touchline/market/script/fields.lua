-- The fields of an instrument and of a wallet that a trade asks for, each read once by a step. Not to be asked for after the step has changed them.

local OF_INSTRUMENT = {'price', 'tick_seq', 'tick_at', 'live_base_price', 'net_flow', 'depth', 'below_floor', 'match_base_price', 'long_open', 'short_open', 'delisted', 'fixture_id',
    'team_id', 'frozen', 'frozen_until', 'frozen_for', 'frozen_feed', 'frozen_review', 'frozen_over', 'ft_price', 'ft_seq', 'ft_judged'}

-- Those of them that a close needs which no user asks for: it knows no freeze.
local OF_A_CLOSE = {'price', 'tick_seq', 'long_open', 'short_open', 'frozen_for', 'ft_price', 'ft_seq', 'ft_judged'}

local read_instruments, read_closes, read_wallets, read_fixtures = {}, {}, {}, {}

local function read_fields(cache, id, names, checked)
    local values = (checked and redis.pcall or redis.call)('HMGET', 'instrument:' .. id, unpack(names))
    if values.err then
        return nil
    end
    local fields = {}
    for n = 1, #names do
        fields[names[n]] = values[n]
    end
    cache[id] = fields
    return fields
end

-- By name; false where there is none. Where the record is no hash: an error, or nil if it is `checked`.
local function instrument_fields(id, checked)
    return read_instruments[id] or read_fields(read_instruments, id, OF_INSTRUMENT, checked)
end

-- The same of a close.
local function close_fields(id, checked)
    return read_instruments[id] or read_closes[id] or read_fields(read_closes, id, OF_A_CLOSE, checked)
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

-- To be called once a step has changed it, where another step follows in the same script.
local function forget_wallet(user)
    read_wallets[user] = nil
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
