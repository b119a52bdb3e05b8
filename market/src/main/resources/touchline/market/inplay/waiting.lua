-- Waiting out the in-play delay. Needs outbox.lua.
-- What waits is durable here, and in `waiting` by the time it is due; inplay_execute.lua takes it out, on any node.
-- @include money refuse records

local MOST_WAITING = 50

-- delay: ms, 0 for none. Returns the fixture and the count of its events where an instrument's match is live; nil where nothing has to wait.
local function must_wait(instrument, delay)
    local fixture = delay > 0 and redis.call('HGET', 'instrument:' .. instrument, 'fixture_id')
    if not fixture then
        return nil
    end
    local f = redis.call('HMGET', 'fixture:' .. fixture, 'live', 'events')
    if f[1] ~= '1' then
        return nil
    end
    return fixture, f[2] or '0'
end

-- request: kind (ORDER, OPEN, CLOSE), user, instrument, and the fields that its execution reads; flat, in pairs.
-- Returns {'pending', id, when it is due} | {'refused', 'limit-exceeded'}
local function wait(kind, user, instrument, fixture, events, now, delay, ...)
    -- Not a close: there is one per position, and a user may always leave.
    local waiting = kind ~= 'CLOSE' and redis.call('SCARD', 'waiting:user:' .. user)
    if waiting and waiting >= MOST_WAITING then
        return over_limit('limit-exceeded', 'waiting-requests', MOST_WAITING, waiting)
    end
    local record, why = unwritable_outbox()
    if not record then
        record, why = wrong_type({'ids', 'string', 'waiting', 'zset', 'waiting:user:' .. user, 'set'})
    end
    if record then
        return refuse_unreadable(record, why)
    end
    local id, due = whole(redis.call('INCR', 'ids')), whole(now + delay)
    redis.call('HSET', 'request:' .. id, 'state', 'PENDING', 'kind', kind, 'user', user, 'instrument', instrument, 'fixture', fixture,
        'events', events, 'at', whole(now), 'execute_at', due, ...)
    redis.call('ZADD', 'waiting', due, id)
    redis.call('SADD', 'waiting:user:' .. user, id)
    outbox_pending(id, kind, user, instrument, due, now, ...)
    redis.call('PUBLISH', 'request:changes', '{"id":"' .. id .. '","user":"' .. user .. '","state":"PENDING"}')
    return {'pending', id, due}
end
