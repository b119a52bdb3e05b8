-- When a position is breached: the same rules as Levels, BreachRule and BreachScan in Java, held together by a test.
-- `levels` is its history of stop-loss, take-profit and trailing stop: 'seq:stop:take' or 'seq:stop:take:distance:best' joined by ';', ascending, each applying to
-- ticks after seq; 0 means none. A trailing stop lies the distance behind the best price: `best` is the price when it was set, and later ticks raise it.
-- @include fields

-- Returns stop-loss, take-profit, distance of the trailing stop (0 none), best price when it was set, and the tick after which they apply.
local function levels_at(levels, seq)
    local stop, take, trail, best, after = 0, 0, 0, 0, -1
    for from, s, t, d, b in string.gmatch(levels .. ';', '(%d+):(%d+):(%d+):?(%d*):?(%d*);') do
        if tonumber(from) >= seq then
            break
        end
        stop, take, trail, best, after = tonumber(s), tonumber(t), tonumber(d) or 0, tonumber(b) or 0, tonumber(from)
    end
    return stop, take, trail, best, after
end

-- The better of two prices for a position.
local function better(direction, one, other)
    return direction == 'LONG' and math.max(one, other) or math.min(one, other)
end

-- p: direction, levels, wash_out. best: the best price of the ticks before, of a trailing stop that applies after best_after; or nil where there is none or none of
-- these. Returns the reason, or nil. In this order: stop-loss, wash-out, take-profit.
local function breach(p, seq, price, best, best_after)
    local stop, take, trail, first, after = levels_at(p.levels, seq)
    local wash = tonumber(p.wash_out)
    if trail > 0 then
        best = best and best_after == after and better(p.direction, best, first) or first
        local trailed = p.direction == 'LONG' and best - trail or best + trail
        stop = stop > 0 and better(p.direction, stop, trailed) or math.max(0, trailed)
    end
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

-- Whether a settlement has judged every tick up to the final whistle. i: the fields of the instrument, as close_fields gives them.
local function is_judged(i)
    local _, judged_seq = tick_id_parts(i.ft_judged or '0-0')
    return judged_seq >= (tonumber(i.ft_seq or '') or math.huge)
end

-- So many ticks are read by one run of a script: Redis does nothing else meanwhile.
local TICKS_A_RUN = 250

-- The first tick since the position opened that breaches it and is not acted on yet: reason, price, seq, at; or nil. 'again' where more ticks are to be read
-- than one run may: the script then changes nothing else and returns {'again'}, and its caller runs it again, which goes on from `judged:{id}`.
-- Up to `stopwatch:watched` the StopWatch has judged every tick, so only the tail behind it is read; but a trailing stop needs the best price of all ticks. Where a
-- settlement has judged every tick up to the final whistle, none is read: those after it breach nothing. After the four come the best price and the tick after which the
-- trailing stop applies that it belongs to.
local function first_breach(id, p)
    local i = close_fields(p.instrument)
    if is_judged(i) then
        return nil
    end
    local whistle = tonumber(i.ft_seq or '') or math.huge
    local start = p.open_tick_at .. '-' .. p.open_seq
    local start_seq = tonumber(p.open_seq)
    local judged = 'judged:' .. id
    local trails = string.find(p.levels, '%d:%d+:%d+:%d+:%d') ~= nil
    local last, last_after, last_best = string.match(redis.call('GET', judged) or '0-0', '^(%d+%-%d+) ?(%-?%d*) ?(%d*)$')
    local best_after, best
    local marks = {last or '0-0'}
    if trails and (not last or last_best == '') then
        marks = {}
    elseif trails then
        best_after, best = tonumber(last_after), tonumber(last_best)
    else
        marks[2] = redis.call('HGET', 'stopwatch:watched', p.instrument) or '0-0'
        marks[3] = i.ft_judged or '0-0'
    end
    for _, mark in ipairs(marks) do
        local _, seq = tick_id_parts(mark)
        if seq and seq > start_seq then -- what another program has written is no mark
            start, start_seq = mark, seq
        end
    end
    local ticks = redis.call('XRANGE', 'price_ticks:' .. p.instrument, '(' .. start, '+', 'COUNT', TICKS_A_RUN)
    for _, tick in ipairs(ticks) do
        local f = tick[2]
        local seq, price, at
        for i = 1, #f, 2 do
            if f[i] == 'seq' then seq = tonumber(f[i + 1])
            elseif f[i] == 'price' then price = tonumber(f[i + 1])
            elseif f[i] == 'at' then at = tonumber(f[i + 1]) end
        end
        local is_tick = seq and price and at -- another program may have written something else
        if is_tick and seq > whistle then
            return nil
        end
        local reason = is_tick and breach(p, seq, price, best, best_after)
        if reason then
            return reason, price, seq, at
        end
        if is_tick and trails then
            local _, _, _, first, after = levels_at(p.levels, seq)
            best = better(p.direction, price, after == best_after and best or first > 0 and first or price)
            best_after = after
        end
    end
    if #ticks == TICKS_A_RUN then
        redis.call('SET', judged, ticks[#ticks][1] .. (best and ' ' .. whole(best_after) .. ' ' .. whole(best) or ''), 'EX', 3600)
        return 'again'
    end
    return nil, nil, nil, nil, best, best_after
end
