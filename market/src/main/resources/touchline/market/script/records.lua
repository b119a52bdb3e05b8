-- Whether the records that a step touches are what the market wrote: another program or a hand may have overwritten one. A step is not undone where a command
-- fails in its middle, so what it writes to is checked before money moves.
-- @include money clock refuse settlement/readable

-- keys: key, type, key, type, ... Returns nil, or the first record that is of another type, and why.
local function wrong_type(keys)
    -- What gives the size of a record, and an error for one of another type: in less time than TYPE.
    local size_of = {hash = 'HLEN', list = 'LLEN', set = 'SCARD', stream = 'XLEN', string = 'STRLEN', zset = 'ZCARD'}
    for n = 1, #keys, 2 do
        local size = redis.pcall(size_of[keys[n + 1]], keys[n])
        if type(size) == 'table' then
            return 'key ' .. keys[n], 'it is a ' .. redis.call('TYPE', keys[n]).ok .. ', not a ' .. keys[n + 1]
        end
    end
    return nil
end

local function unreadable_account(instrument)
    local balances = redis.pcall('HMGET', 'accounts', 'house', 'fees', 'pool:' .. instrument)
    if balances.err then
        return wrong_type({'accounts', 'hash'})
    end
    if string.find((balances[1] or '0') .. ',' .. (balances[2] or '0') .. ',' .. (balances[3] or '0'), '^%-?%d+,%-?%d+,%-?%d+$') then
        return nil
    end
    for n = 1, 3 do
        if balances[n] and not is_whole(balances[n]) then
            return 'account ' .. ({'house', 'fees', 'pool:' .. instrument})[n], 'its balance is no whole number'
        end
    end
    return nil
end

-- Whether an entry can be appended to the outbox. Returns nil, or the record and why not.
local function unwritable_outbox()
    return wrong_type({'outbox:written', 'hash', 'outbox:trades', 'stream', 'outbox:ticks', 'stream'})
end

-- Whether the price of an instrument can move: nil, or the first record that a tick writes to and that can't take it, and why.
local function unwritable_tick(instrument)
    return wrong_type({'price_ticks:' .. instrument, 'stream', 'outbox:written', 'hash', 'outbox:ticks', 'stream'})
end

-- Whether a position of a user in an instrument can be paid out; without a user, as far as that does not depend on it. Returns nil, or the first record that can't take
-- it, and why.
local function unwritable_close(instrument, user)
    local record, why = wrong_type({'outbox:written', 'hash', 'outbox:trades', 'stream', 'outbox:ticks', 'stream', 'positions:instrument:' .. instrument, 'set',
        user and 'positions:user:' .. user, user and 'set'})
    if not record then
        record, why = unreadable_account(instrument)
    end
    if record then
        return record, why
    end
    local i = close_fields(instrument, true)
    if not i then
        return wrong_type({'instrument:' .. instrument, 'hash'})
    end
    if not is_whole(i.long_open or '0') or not is_whole(i.short_open or '0') then
        return 'instrument ' .. instrument, 'its long_open or short_open is no whole number'
    end
    return nil
end

local function unreadable_trade(instrument, user)
    local why = unreadable_instrument(instrument)
    if why then
        return 'instrument ' .. instrument, why
    end
    why = unreadable_wallet(user)
    if why then
        return 'wallet ' .. user, why
    end
    return nil
end

-- The same for an order, but for what the circuit breaker reads. Its id is taken first of all, so that an error there leaves nothing behind.
local function unwritable_order(instrument, user)
    local record, why = wrong_type({'outbox:written', 'hash', 'outbox:trades', 'stream', 'outbox:ticks', 'stream',
        'price_ticks:' .. instrument, 'stream', 'holders:' .. instrument, 'set'})
    if not record then
        record, why = unreadable_account(instrument)
    end
    if not record then
        record, why = unreadable_trade(instrument, user)
    end
    return record, why
end

-- The same for an opening.
local function unwritable_opening(instrument, user)
    instrument_fields(instrument, true) -- once, with those of a close
    local record, why = unwritable_close(instrument, user)
    if not record then
        record, why = unreadable_trade(instrument, user)
    end
    return record, why
end

-- The same for any trade of a user in an instrument.
local function unwritable_trade(instrument, user)
    local record, why = unwritable_opening(instrument, user)
    if not record then
        record, why = wrong_type({'ids', 'string', 'price_ticks:' .. instrument, 'stream', 'holders:' .. instrument, 'set'})
    end
    return record, why
end

-- Names a record in `set_aside`, for operators, alerts and the audit. A note that is there stays.
local function note_unreadable(record, why)
    redis.pcall('HSETNX', 'set_aside', record, cjson.encode({fixture = '', instrument = '', why = why, at = whole(now_ms())}))
end

local function refuse_unreadable(record, why)
    note_unreadable(record, why)
    return refuse('unavailable', 'reason', 'unreadable')
end
