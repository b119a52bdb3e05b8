-- The circuit breaker: orders that move a price too far within a short time halt the instrument. Only order flow counts, so no match event trips it.
-- `halts:breaker` is 'basis points|window in ms|MODE|length of the halt in ms'; without it there is none. flows:{instrument} holds the flow before each order of
-- the window, by its time.
-- @include money clock outbox halt halt_mode records

local rule, first -- the rule, and the first flow of the window

-- Reads what watch_flow needs, before money moves. Returns nil, or the record that is of another type, and why.
local function unreadable_breaker(id)
    rule = redis.pcall('GET', 'halts:breaker')
    first = rule and redis.pcall('ZRANGE', 'flows:' .. id, 0, 0, 'WITHSCORES')
    if rule and (rule.err or first.err or has_halts()) then
        return wrong_type({'flows:' .. id, 'zset', 'halts', 'hash', 'halts:breaker', 'string', 'halts:tripped', 'hash'})
    end
    return nil
end

-- To be called after an order has moved the flow. A price is base x (1 + flow / depth), so the flow tells how far orders moved it.
local function watch_flow(id, order, before, flow, depth, now)
    local most, window, mode, length = string.match(rule or '', '^(%d+)|(%d+)|([A-Z_]+)|(%d+)$')
    if not most then
        return
    end
    local key = 'flows:' .. id
    if first[2] and tonumber(first[2]) <= now - tonumber(window) then
        redis.call('ZREMRANGEBYSCORE', key, '-inf', whole(now - tonumber(window)))
        first = redis.call('ZRANGE', key, 0, 0)
    end
    if first[2] and tonumber(first[2]) > now then -- the clock was set back: a window of another time
        redis.call('DEL', key)
        first = {}
    end
    local at = time_text(now)
    redis.call('ZADD', key, at, order .. ':' .. at .. ':' .. whole(before))
    redis.call('PEXPIRE', key, window)
    local reference = first[1] and tonumber(string.match(first[1], '^%d+:%d+:(%-?%d+)$')) or before
    local moved = math.abs(flow - reference) * 10000
    if moved <= tonumber(most) * depth then
        return
    end
    local scope = 'instrument:' .. id
    for _, hash in ipairs({'halts', 'halts:tripped'}) do
        local present, ends = string.match(redis.call('HGET', hash, scope) or '', '^([A-Z_]+)|(%d*)|')
        local is_over = ends and ends ~= '' and now >= tonumber(ends) -- one that has ended stays there until a node reaches the book
        if present and not is_over and halt_strictness(present) >= halt_strictness(mode) then
            return
        end
    end
    local words = string.format('orders moved its price by %.1f %% within %.0f s', moved / depth / 100, tonumber(window) / 1000)
    redis.call('HSET', 'halts:tripped', scope, mode .. '|' .. whole(now + tonumber(length)) .. '|CIRCUIT_BREAKER|' .. words)
    redis.call('DEL', key) -- once it trades again, the window starts again
    local i = redis.call('HMGET', 'instrument:' .. id, 'fixture_id', 'frozen')
    outbox_trading(id, i[1], mode == 'EVERYTHING' or i[2] == '1', 'halted', now, halt_mode(id, now))
end
