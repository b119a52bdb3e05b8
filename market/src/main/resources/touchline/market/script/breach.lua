-- When a position is breached: the same rules as Levels and Breach in Java, held together by a test.
-- `levels` is its history of stop-loss and take-profit: 'seq:stop:take' joined by ';', ascending, each standing for
-- ticks after seq; 0 means none.

local function levels_at(levels, seq)
    local stop, take = 0, 0
    for from, s, t in string.gmatch(levels, '(%d+):(%d+):(%d+)') do
        if tonumber(from) >= seq then
            break
        end
        stop, take = tonumber(s), tonumber(t)
    end
    return stop, take
end

-- p: direction, levels, wash_out. Returns the reason, or nil. In this order: stop-loss, wash-out, take-profit.
local function breach(p, seq, price)
    local stop, take = levels_at(p.levels, seq)
    local wash = tonumber(p.wash_out)
    if p.direction == 'LONG' then
        if stop > 0 and price <= stop then return 'STOP_LOSS' end
        if wash > 0 and price <= wash then return 'WASH_OUT' end
        if take > 0 and price >= take then return 'TAKE_PROFIT' end
    else
        if stop > 0 and price >= stop then return 'STOP_LOSS' end
        if wash > 0 and price >= wash then return 'WASH_OUT' end
        if take > 0 and price <= take then return 'TAKE_PROFIT' end
    end
    return nil
end

local function tick_id_parts(id)
    local at, seq = string.match(id, '^(%d+)-(%d+)$')
    return tonumber(at), tonumber(seq)
end

-- So many ticks are read by one run of a script: Redis does nothing else meanwhile.
local TICKS_A_RUN = 250

-- The first tick since the position opened that breaches it and is not acted on yet: reason, price, seq, at; or nil. 'again' where more ticks are to be read
-- than one run may: the script then changes nothing else and returns {'again'}, and its caller runs it again, which goes on from `judged:{id}`.
-- Up to `stopwatch:watched` the StopWatch has judged every tick, and up to `ft_judged` a settlement has, so only the tail behind both is read. Ticks after the
-- final whistle (`ft_seq`) breach nothing.
local function first_breach(id, p)
    local start = p.open_tick_at .. '-' .. p.open_seq
    local start_seq = tonumber(p.open_seq)
    local judged = 'judged:' .. id
    for _, mark in ipairs({
        redis.call('HGET', 'stopwatch:watched', p.instrument) or '0-0',
        redis.call('HGET', 'instrument:' .. p.instrument, 'ft_judged') or '0-0',
        redis.call('GET', judged) or '0-0',
    }) do
        local _, seq = tick_id_parts(mark)
        if seq > start_seq then
            start, start_seq = mark, seq
        end
    end
    local whistle = tonumber(redis.call('HGET', 'instrument:' .. p.instrument, 'ft_seq') or '') or math.huge
    local ticks = redis.call('XRANGE', 'price_ticks:' .. p.instrument, '(' .. start, '+', 'COUNT', TICKS_A_RUN)
    for _, tick in ipairs(ticks) do
        local f = tick[2]
        local seq, price, at
        for i = 1, #f, 2 do
            if f[i] == 'seq' then seq = tonumber(f[i + 1])
            elseif f[i] == 'price' then price = tonumber(f[i + 1])
            elseif f[i] == 'at' then at = tonumber(f[i + 1]) end
        end
        if seq > whistle then
            return nil
        end
        local reason = breach(p, seq, price)
        if reason then
            return reason, price, seq, at
        end
    end
    if #ticks == TICKS_A_RUN then
        redis.call('SET', judged, ticks[#ticks][1], 'EX', 3600)
        return 'again'
    end
    return nil
end
