-- Waiting out the in-play delay. Needs outbox.lua.
-- What waits is durable here, and in a queue by the time it is due; inplay_execute.lua takes it out, on any node.
-- `waiting` has the kinds of request that every version can execute. A node of a version before orders with a price, trailing stops and closes of a part
-- would execute these at any price, without their stop, or in full: they are in `waiting:orders`. Those that a tick has triggered are in `waiting:triggered`.
-- @include money refuse records fields

local MOST_WAITING = 50

-- Takes a request out of the queues; out of all but one where it is in that.
local function dequeue(id, but)
    for _, queue in ipairs({'waiting', 'waiting:orders', 'waiting:triggered'}) do
        if queue ~= but then
            redis.call('ZREM', queue, id)
        end
    end
end

-- r: the fields of a request that is PENDING or TRIGGERED.
local function enqueue(id, r)
    local queue, due = 'waiting', r.execute_at
    if r.state == 'TRIGGERED' then
        -- Executed in the order in which they were triggered: those of the same millisecond get scores between it and the next.
        queue = 'waiting:triggered'
        local last = redis.call('ZREVRANGEBYSCORE', queue, '(' .. whole(tonumber(due) + 1), due, 'WITHSCORES', 'LIMIT', 0, 1)[2]
        due = last and string.format('%.17g', tonumber(last) + 1 / 1024) or due
    elseif (r.type and r.type ~= 'MARKET') or (r.trail or '0') ~= '0' or (r.kind == 'CLOSE' and (r.quantity or '') ~= '') then
        queue = 'waiting:orders'
    end
    redis.call('ZADD', queue, due, id)
    dequeue(id, queue)
end

-- delay: ms, 0 for none. Returns the fixture and the count of its events where an instrument's match is live; nil where nothing has to wait.
local function must_wait(instrument, delay)
    local fixture = delay > 0 and instrument_fields(instrument).fixture_id
    if not fixture then
        return nil
    end
    local f = fixture_fields(fixture)
    if f[1] ~= '1' then
        return nil
    end
    return fixture, f[2] or '0'
end

-- Whether a close that waits can be superseded: nil, or what is wrong with it, in words.
local function unreadable_close(id)
    local r = redis.call('HMGET', 'request:' .. id, 'kind', 'user', 'instrument', 'execute_at')
    if r[1] ~= 'CLOSE' then
        return 'it is no close'
    end
    if not r[2] or not r[3] then
        return 'it has no user or instrument'
    end
    return not is_whole(r[4]) and 'its execute_at is no whole number' or nil
end

-- Cancels a close that waits, as another takes its place. unreadable_close has found nothing wrong with it.
local function supersede_close(id, now)
    local r, flat = {}, redis.call('HGETALL', 'request:' .. id)
    for n = 1, #flat, 2 do
        r[flat[n]] = flat[n + 1]
    end
    r.state = 'CANCELLED'
    redis.call('HSET', 'request:' .. id, 'state', r.state, 'decided_at', whole(now))
    redis.call('EXPIRE', 'request:' .. id, 86400)
    redis.call('SREM', 'waiting:user:' .. r.user, id)
    dequeue(id)
    outbox_request(id, r, now, '')
    redis.call('PUBLISH', 'request:changes', '{"id":"' .. id .. '","user":"' .. r.user .. '","state":"CANCELLED"}')
end

-- The waiting requests of a user that count with one: sales apart from purchases and openings, so that neither keeps the other out. Closes count with none: there
-- is one per position, and a user may always leave; nor does an id without a request, as a lost write or another program leaves it. Where fewer than `most` wait, it is the number of all.
local function waiting_with(user, is_sale, most)
    local all = 'waiting:user:' .. user
    local count = redis.call('SCARD', all)
    if count < most then
        return count
    end
    count = 0
    for _, id in ipairs(redis.call('SMEMBERS', all)) do
        local r = redis.pcall('HMGET', 'request:' .. id, 'kind', 'side')
        if r.err or (r[1] and r[1] ~= 'CLOSE' and (r[1] == 'ORDER' and r[2] == 'SELL') == is_sale) then
            count = count + 1
        end
    end
    return count
end

-- The waiting requests of a user that may rest after the delay: all but closes, each once. An id without a request does not count; a record of another type does.
local function waiting_to_rest(user)
    local count = 0
    for _, id in ipairs(redis.call('SMEMBERS', 'waiting:user:' .. user)) do
        local kind = redis.pcall('HGET', 'request:' .. id, 'kind')
        if kind and kind ~= 'CLOSE' then
            count = count + 1
        end
    end
    return count
end

-- request: kind (ORDER, OPEN, CLOSE), user, instrument, and the fields that its execution reads; flat, in pairs.
-- Returns {'pending', id, when it is due} | {'refused', 'limit-exceeded'}
local function wait(kind, user, instrument, fixture, events, now, delay, ...)
    local r = {state = 'PENDING', kind = kind}
    for n = 1, select('#', ...), 2 do
        r[select(n, ...)] = select(n + 1, ...)
    end
    local record, why = unwritable_outbox()
    if not record then
        record, why = wrong_type({'ids', 'string', 'waiting', 'zset', 'waiting:orders', 'zset', 'waiting:triggered', 'zset', 'waiting:user:' .. user, 'set'})
    end
    if record then
        return refuse_unreadable(record, why)
    end
    local waiting = kind ~= 'CLOSE' and waiting_with(user, kind == 'ORDER' and r.side == 'SELL', MOST_WAITING)
    if waiting and waiting >= MOST_WAITING then
        return over_limit('limit-exceeded', 'waiting-requests', MOST_WAITING, waiting)
    end
    local id, due = whole(redis.call('INCR', 'ids')), whole(now + delay)
    redis.call('HSET', 'request:' .. id, 'state', 'PENDING', 'kind', kind, 'user', user, 'instrument', instrument, 'fixture', fixture,
        'events', events, 'at', whole(now), 'execute_at', due, 'delay', whole(delay), ...)
    r.execute_at = due
    enqueue(id, r)
    redis.call('SADD', 'waiting:user:' .. user, id)
    outbox_pending(id, kind, user, instrument, due, now, ...)
    redis.call('PUBLISH', 'request:changes', '{"id":"' .. id .. '","user":"' .. user .. '","state":"PENDING"}')
    return {'pending', id, due}
end
