-- Executes one order, opening or close that has waited out the in-play delay: at the price of now, with every check made now. It is taken out in this
-- same step, so that of all the nodes that try one does it, and a retry finds it gone. What a match event came in between of is refused,
-- whichever side that favours; and so is what nobody executed in time, as no node was there.
--
-- KEYS[1] waiting   KEYS[2] request:{id}   Besides: what it trades in, which only the request knows.
-- ARGV[1] request   ARGV[2] how late it may be executed (ms)
-- returns {'filled' | 'opened' | 'closed', ...} | {'refused', problem} | {'gone'} | {'early'} | {'shut'}
-- @include money curve clock outbox ledger tick gate freeze limits breach spot/filling position/opening position/closing

if shut() then return {'shut'} end -- it goes on waiting
local id = ARGV[1]
local r = {}
local flat = redis.call('HGETALL', KEYS[2])
for n = 1, #flat, 2 do
    r[flat[n]] = flat[n + 1]
end
if r.state ~= 'PENDING' then
    redis.call('ZREM', KEYS[1], id)
    return {'gone'}
end
local now = now_ms()
if tonumber(r.execute_at) > now then
    return {'early'}
end

local function due()
    local f = redis.call('HMGET', 'fixture:' .. r.fixture, 'events', 'settling', 'settled')
    if f[2] or f[3] then
        return {'refused', 'instrument-frozen'}
    end
    if (f[1] or '0') ~= r.events then
        return {'refused', 'event-during-delay'}
    end
    if now - tonumber(r.execute_at) > tonumber(ARGV[2]) then
        return {'refused', 'unavailable'}
    end
    if r.kind == 'ORDER' then
        return fill_order(r, now, id)
    end
    if r.kind == 'OPEN' then
        return open_position(r, now, id)
    end
    return close_by_user(r.position, r.user, now)
end

local done = due()
if done[1] == 'refused' then
    redis.call('HSET', KEYS[2], 'state', 'REJECTED', 'problem', done[2], 'decided_at', whole(now))
    outbox_add('outbox:trades', 'type', 'decided', 'id', id, 'kind', r.kind, 'state', 'REJECTED', 'problem', done[2],
        'reference', id, 'at', whole(now), 'ledger', '')
else
    redis.call('HSET', KEYS[2], 'state', 'FILLED', 'decided_at', whole(now))
    if r.kind == 'ORDER' then
        redis.call('HSET', KEYS[2], 'amount', done[3], 'fee', done[4])
    else
        outbox_add('outbox:trades', 'type', 'decided', 'id', id, 'kind', r.kind, 'state', 'FILLED',
            'reference', id, 'at', whole(now), 'ledger', '')
    end
end
redis.call('EXPIRE', KEYS[2], 86400) -- as long as answers are kept
redis.call('PUBLISH', 'request:changes', '{"id":"' .. id .. '","user":"' .. r.user .. '","state":"' .. (done[1] == 'refused' and 'REJECTED' or 'FILLED') .. '"}')
redis.call('SREM', 'waiting:user:' .. r.user, id)
redis.call('ZREM', KEYS[1], id) -- last: what a full Redis refuses before goes on waiting
return done
