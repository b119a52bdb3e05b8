-- Orders and openings with a price or a stop: accepted, resting until a tick reaches them, and what is reserved for them (ADR 20).
-- r: the fields of request:{id}. kind ORDER: side; kind OPEN: direction, leverage, stop, take, spread_bps, close_out_bps. Both: user, instrument, quantity, type,
-- limit_price, stop_price ('' none), tif, worst, fee_bps, limits. While it rests: waits_for (STOP | LIMIT), trigger_at (FALL | RISE), trigger, after_seq, after_at,
-- reserved (money), reserved_shares. Needs outbox.lua, ledger.lua, tick.lua.
-- @include money refuse freeze limits blocked records settlement/aside inplay/waiting spot/filling position/opening resting/trigger

local MOST_RESTING = 200 -- of one user
local HIGHEST_PRICE = 2000000000

local RESTING = {WORKING = true, TRIGGERED = true}

-- Whether the user lacks money or shares to reserve so much: nil, or the refusal.
local function lacking(r, money, shares)
    local more, had_shares = money - tonumber(r.reserved or '0'), tonumber(r.reserved_shares or '0')
    if more > 0 and more > tonumber(redis.call('HGET', 'wallet:' .. r.user, 'cash')) then
        return {'refused', 'insufficient-funds'}
    end
    if shares > had_shares then
        local held = tonumber(redis.call('HGET', 'holding:' .. r.user, r.instrument) or '0')
        local others = tonumber(redis.call('HGET', 'reserved:' .. r.user, r.instrument) or '0') - had_shares
        if shares > held - others then
            return {'refused', 'insufficient-holding'}
        end
    end
    return nil
end

-- Changes what is reserved to so much, if the user has it. Returns nil, or the refusal; nothing is changed then.
local function reserve(r, money, shares)
    local refused = lacking(r, money, shares)
    if refused then return refused end
    local more, had_shares = money - tonumber(r.reserved or '0'), tonumber(r.reserved_shares or '0')
    if more > 0 then
        move('cash:' .. r.user, 'held:' .. r.user, more, 'reserve')
    else
        move('held:' .. r.user, 'cash:' .. r.user, -more, 'release')
    end
    if shares ~= had_shares then
        if redis.call('HINCRBY', 'reserved:' .. r.user, r.instrument, whole(shares - had_shares)) == 0 then
            redis.call('HDEL', 'reserved:' .. r.user, r.instrument)
        end
    end
    r.reserved, r.reserved_shares = whole(money), whole(shares)
    return nil
end

local function write(id, r)
    local fields = {}
    for name, value in pairs(r) do
        fields[#fields + 1] = name
        fields[#fields + 1] = value
    end
    redis.call('HSET', 'request:' .. id, unpack(fields))
end

local function publish_request(id, r)
    redis.call('PUBLISH', 'request:changes', string.format('{"id":"%s","user":"%s","instrument":"%s","kind":"%s","state":"%s"}',
        id, r.user, r.instrument, r.kind, r.state))
end

-- Stores a new state, in Redis and for the book, with the movements of money of this step.
local function enter(id, r, state, now)
    r.state = state
    if RESTING[state] then
        redis.call('SADD', 'resting:instrument:' .. r.instrument, id)
        redis.call('SADD', 'resting:user:' .. r.user, id)
    else
        redis.call('SREM', 'resting:instrument:' .. r.instrument, id)
        redis.call('SREM', 'resting:user:' .. r.user, id)
    end
    if state == 'PENDING' or state == 'TRIGGERED' then
        enqueue(id, r)
    else
        dequeue(id)
    end
    if state == 'PENDING' then
        redis.call('SADD', 'waiting:user:' .. r.user, id)
    else
        redis.call('SREM', 'waiting:user:' .. r.user, id)
    end
    write(id, r)
    outbox_request(id, r, now, ledger())
    publish_request(id, r)
end

-- Ends it without a fill, and releases what is reserved. state: CANCELLED | EXPIRED | REJECTED, with problem and facts.
local function end_unfilled(id, r, state, now)
    if RESTING[r.state] then
        reserve(r, 0, 0)
    end
    r.decided_at = whole(now)
    enter(id, r, state, now)
    redis.call('EXPIRE', 'request:' .. id, 86400)
end

-- Whether the keys that its end writes to are what the market wrote: nil, or what is wrong, in words.
local function unwritable_resting(r)
    local key, why = wrong_type({'reserved:' .. r.user, 'hash', 'holding:' .. r.user, 'hash', 'resting:user:' .. r.user, 'set', 'waiting:user:' .. r.user, 'set',
        'resting:instrument:' .. r.instrument, 'set', 'waiting', 'zset', 'waiting:orders', 'zset', 'waiting:triggered', 'zset'})
    return key and key .. ': ' .. why or nil
end

-- Whether one that rests can be read, as a program's error or a hand may have left a field out: nil, or what is wrong, in words.
local function unreadable_resting(r)
    for _, field in ipairs({'user', 'instrument', 'tif', 'worst', 'limit_price', 'stop_price', 'waits_for', 'trigger_at', 'limits', 'type'}) do
        if not r[field] then
            return 'it has no ' .. field
        end
    end
    if (r.kind ~= 'ORDER' or not r.side) and (r.kind ~= 'OPEN' or not r.direction) then
        return 'its kind, side or direction is unknown'
    end
    for _, field in ipairs({'limit_price', 'stop_price', 'worst'}) do
        if not string.match(r[field], '^%d*$') then
            return 'its ' .. field .. ' is no whole number'
        end
    end
    if not string.match(r.limits, '^%d+:%d+:%d+:%d+:%d+$') then
        return 'its limits can not be read'
    end
    return unreadable_field(r, {'quantity', 'fee_bps', 'trigger', 'after_seq', 'after_at', 'execute_at', 'reserved', 'reserved_shares'})
        or (r.kind == 'OPEN' and unreadable_field(r, {'leverage', 'stop', 'take', 'spread_bps', 'close_out_bps'}) or nil)
        or unreadable_wallet(r.user) or unwritable_resting(r)
end

-- The same for one that waits out the in-play delay: what its cancellation and its entry in the book need.
local function unreadable_pending(r)
    for _, field in ipairs({'user', 'instrument', 'kind'}) do
        if not r[field] then
            return 'it has no ' .. field
        end
    end
    if r.kind ~= 'CLOSE' and (r.kind ~= 'ORDER' or not r.side) and (r.kind ~= 'OPEN' or not r.direction) then
        return 'its kind, side or direction is unknown'
    end
    return unreadable_field(r, {'execute_at'}) or (r.kind ~= 'CLOSE' and unreadable_field(r, {'quantity'}) or nil)
end

-- Rejects one that can't be read, and names it for operators, as it would be tried for ever. What is reserved for it is released where the rest of it says whose
-- it is and how much; otherwise the money stays held, and the audit names it.
local function end_unreadable(id, r, why, now)
    note_aside('request', id, r.fixture or '', r.instrument or '', why, now)
    local known = r.user and r.instrument and not unreadable_wallet(r.user) and not unreadable_field(r, {'quantity', 'reserved', 'reserved_shares'})
        and ((r.kind == 'ORDER' and r.side) or r.kind == 'OPEN')
        and string.match((r.limit_price or '') .. (r.stop_price or ''), '^%d*$') and not unwritable_resting(r)
    r.problem, r.problem_facts = 'unavailable', 'reason=unreadable'
    if known then
        r.execute_at = is_whole(r.execute_at) and r.execute_at or whole(now)
        end_unfilled(id, r, 'REJECTED', now)
        return
    end
    redis.call('HSET', 'request:' .. id, 'state', 'REJECTED', 'problem', r.problem, 'problem_facts', r.problem_facts, 'decided_at', whole(now))
    dequeue(id)
    if r.instrument then
        redis.pcall('SREM', 'resting:instrument:' .. r.instrument, id)
    end
    if r.user then
        redis.pcall('SREM', 'resting:user:' .. r.user, id)
    end
end

-- Whether the record of a request is something else than a hash. It is named for operators then, and nothing asks for it again on this instrument ('' unknown).
local function set_aside_request(id, instrument, now)
    local is = redis.call('TYPE', 'request:' .. id).ok
    if is == 'hash' or is == 'none' then
        return false
    end
    note_aside('request', id, '', instrument, 'its record is a ' .. is .. ', not a hash', now)
    dequeue(id)
    if instrument ~= '' then
        redis.call('SREM', 'resting:instrument:' .. instrument, id)
    end
    return true
end

-- After a fill of one that rested: fill_order and open_position have released what was reserved.
local function end_filled(id, r)
    redis.call('SREM', 'resting:instrument:' .. r.instrument, id)
    redis.call('SREM', 'resting:user:' .. r.user, id)
    redis.call('HSET', 'request:' .. id, 'reserved', '0', 'reserved_shares', '0')
end

local function fill(r, now, id)
    if r.kind == 'ORDER' then
        return fill_order(r, now, id)
    end
    return open_position(r, now, id)
end

-- Stores it as resting from the instrument's last tick on.
local function rest(r, now, id)
    local i = redis.call('HMGET', 'instrument:' .. r.instrument, 'tick_seq', 'tick_at')
    local refused = reserve(r, needed(r))
    if refused then return refused end
    id = id or whole(redis.call('INCR', 'ids'))
    r.after_seq, r.after_at = i[1], i[2]
    r.at = r.at or whole(now)
    r.execute_at = r.execute_at or whole(now)
    enter(id, r, 'WORKING', now)
    return {'working', id, r.reserved, whole(now)}
end

-- Fills it where it can be filled at the price of now, and lets it rest otherwise. Returns as fill_order and open_position, or {'working', id, reserved, at}.
local function fill_or_rest(r, now, id)
    local i = redis.call('HMGET', 'instrument:' .. r.instrument, 'price', 'depth')
    if r.type == 'MARKET' or r.tif == 'IOC' then
        return fill(r, now, id)
    end
    aim(r, (r.type == 'LIMIT' or r.waits_for == 'LIMIT') and 'LIMIT' or 'STOP', tonumber(i[2]))
    if r.waits_for == 'STOP' and reached(r, tonumber(i[1])) then -- passed while it waited out the in-play delay
        if r.type == 'STOP' then
            return fill(r, now, id)
        end
        aim(r, 'LIMIT', tonumber(i[2]))
    end
    if r.waits_for == 'LIMIT' and reached(r, tonumber(i[1])) then
        local done = fill(r, now, id)
        if not (done[1] == 'refused' and done[2] == 'price-moved') then
            return done
        end
    end
    return rest(r, now, id)
end

-- Whether its prices make sense now: nil, or the refusal.
local function wrong_prices(r, price, match_base)
    local limits = limits_of(r.limits)
    local bottom, top = 1, HIGHEST_PRICE
    if match_base and limits.band > 0 then
        local low, high = band_edges(tonumber(match_base), limits.band)
        bottom, top = math.max(1, low), math.min(HIGHEST_PRICE, div(high * 3, 2))
    end
    for _, field in ipairs({'limit_price', 'stop_price'}) do
        local asked = r[field] ~= '' and tonumber(r[field])
        if asked and (asked < bottom or asked > top) then
            return refuse(field == 'limit_price' and 'limit-price-range' or 'stop-price-range', 'price', whole(asked < bottom and bottom or top))
        end
    end
    local stop = r.stop_price ~= '' and r.waits_for ~= 'LIMIT' and tonumber(r.stop_price)
    if stop and ((is_buyer(r) and stop <= price) or (not is_buyer(r) and stop >= price)) then
        return refuse('stop-price-side', 'price', whole(price))
    end
    if r.kind == 'OPEN' then
        local at = tonumber(r.limit_price ~= '' and r.limit_price or stop or price)
        if r.type == 'LIMIT' then -- a limit that the price meets is filled at the price
            at = is_buyer(r) and math.min(at, price) or math.max(at, price)
        end
        local _, _, wash_out = opening_terms(r, at)
        return wrong_levels(r.direction, at, wash_out, tonumber(r.stop), tonumber(r.take)) or wrong_distance(at, tonumber(r.trail or '0'))
    end
    return nil
end

-- Accepts a new request (id: nil), or one whose terms have changed. Nothing is written before every check has passed.
-- Returns {'pending', id, due at} | {'working', id, reserved, at} | as fill_order and open_position | {'refused', ...}
local function accept(r, now, id, delay)
    local i = redis.call('HMGET', 'instrument:' .. r.instrument, 'price', 'match_base_price', 'delisted')
    if not i[1] or redis.call('EXISTS', 'wallet:' .. r.user) == 0 then
        return {'refused', 'not-found'}
    end
    local stopped = frozen(r.instrument, now, act_of(r))
    if stopped then return stopped end
    if i[3] and r.side ~= 'SELL' then
        return {'refused', 'instrument-delisted'}
    end
    local barred = r.side ~= 'SELL' and blocked(r.user)
    if barred then return barred end
    local wrong = r.type ~= 'MARKET' and wrong_prices(r, tonumber(i[1]), i[2])
    if wrong then return wrong end
    local record, why = unwritable_trade(r.instrument, r.user)
    if record then
        return refuse_unreadable(record, why)
    end
    local resting = redis.call('SCARD', 'resting:user:' .. r.user)
    if not id and resting + redis.call('SCARD', 'waiting:user:' .. r.user) >= MOST_RESTING then
        resting = resting + waiting_to_rest(r.user)
        if resting >= MOST_RESTING then
            return over_limit('limit-exceeded', 'resting-orders', MOST_RESTING, resting)
        end
    end
    local fixture, events = must_wait(r.instrument, delay)
    if not fixture then
        return fill_or_rest(r, now, id)
    end
    local waiting = r.state ~= 'PENDING' and waiting_with(r.user, r.kind == 'ORDER' and r.side == 'SELL', MOST_WAITING)
    if waiting and waiting >= MOST_WAITING then
        return over_limit('limit-exceeded', 'waiting-requests', MOST_WAITING, waiting)
    end
    -- What the user lacks now is refused now, and an order that was to change goes on resting.
    local price = tonumber(i[1])
    local short = r.type ~= 'MARKET' and lacking(r, needed(r, r.type == 'LIMIT' and is_buyer(r) and math.min(price, tonumber(r.limit_price)) or nil))
    if short then return short end
    reserve(r, 0, 0) -- nothing is reserved while it waits
    id = id or whole(redis.call('INCR', 'ids'))
    r.fixture, r.events, r.at, r.execute_at, r.delay = fixture, events, r.at or whole(now), whole(now + delay), whole(delay)
    enter(id, r, 'PENDING', now)
    return {'pending', id, r.execute_at}
end
