-- Executes one order, opening or close that has waited out the in-play delay: at the price of now, with every check made now. It is taken out in this
-- same step, so that of all the nodes that try one does it, and a retry finds it gone. It is refused if a match event came in
-- between, no matter which side that favours, and if no node executed it in time. A request that can't be read is refused and named in `set_aside`.
--
-- KEYS[1] request:{id}   Also: the queues, and the keys of what it trades in, which only the request names.
-- ARGV[1] request   ARGV[2] how late it may be executed (ms)   ARGV[3] the limits of now (limits.lua), for one that was accepted long ago; '' its own
-- returns {'filled' | 'opened' | 'closed', ...} | {'refused', problem, facts ...} | {'gone'} | {'early'} | {'shut'}
-- @include money curve clock outbox ledger tick gate freeze limits breach spot/filling position/opening position/closing settlement/readable settlement/aside records resting/resting

local request = KEYS[1]
local id, latest_ms, limits_now = ARGV[1], ARGV[2], ARGV[3]

if shut() then return {'shut'} end -- it goes on waiting
if set_aside_request(id, '', now_ms()) then
    return {'gone'}
end
local r = {}
local flat = redis.call('HGETALL', request)
for n = 1, #flat, 2 do
    r[flat[n]] = flat[n + 1]
end
if r.state ~= 'PENDING' and r.state ~= 'TRIGGERED' then
    dequeue(id)
    return {'gone'}
end
local now = now_ms()
local triggered = r.state == 'TRIGGERED'

-- The fields that each kind needs in addition to the common ones.
local NEEDS = {
    ORDER = {text = {'side', 'worst', 'limits'}, number = {'quantity', 'fee_bps'}},
    OPEN = {text = {'direction', 'worst', 'limits'},
        number = {'quantity', 'leverage', 'stop', 'take', 'spread_bps', 'close_out_bps', 'fee_bps'}},
    CLOSE = {text = {'position'}, number = {}},
}

local function unreadable_request()
    local needs = NEEDS[r.kind or '']
    if not needs then
        return 'its kind is unknown'
    end
    for _, fields in ipairs({{'user', 'instrument', 'fixture', 'events'}, needs.text}) do
        for _, field in ipairs(fields) do
            if not r[field] then
                return 'it has no ' .. field
            end
        end
    end
    if r.limits and not string.match(r.limits, '^%d+:%d+:%d+:%d+:%d+$') then
        return 'its limits can not be read'
    end
    if r.type and r.type ~= 'MARKET' then
        for _, field in ipairs({'tif', 'limit_price', 'stop_price'}) do
            if not r[field] or (field ~= 'tif' and not string.match(r[field], '^%d*$')) then
                return 'its ' .. field .. ' is missing or can not be read'
            end
        end
        if (r.type ~= 'LIMIT' and r.type ~= 'STOP' and r.type ~= 'STOP_LIMIT') or (r.type ~= 'STOP' and r.limit_price == '') or (r.type ~= 'LIMIT' and r.stop_price == '') then
            return 'its type is unknown, or its price is missing'
        end
        if unwritable_resting(r) then
            return unwritable_resting(r)
        end
    end
    return unreadable_field(r, {'execute_at'}) or unreadable_field(r, needs.number) or (triggered and unreadable_resting(r) or nil)
end

local unreadable = unreadable_request()
if not unreadable and tonumber(r.execute_at) > now then
    return {'early'}
end

-- Whether what it trades in can be read: a request is refused rather than tried for ever.
local function unreadable_subject()
    if redis.call('EXISTS', 'instrument:' .. r.instrument) == 1 and unreadable_instrument(r.instrument) then
        return true
    end
    local p = r.kind == 'CLOSE' and load_position(r.position)
    return p and unreadable_position(p)
end

local function due()
    if unreadable then
        note_aside('request', id, r.fixture or '', r.instrument or '', unreadable, now)
        return refuse('unavailable', 'reason', 'unreadable')
    end
    local record, why = wrong_type({'fixture:' .. r.fixture, 'hash', 'instrument:' .. r.instrument, 'hash', 'wallet:' .. r.user, 'hash',
        'holding:' .. r.user, 'hash', 'holding_cost:' .. r.user, 'hash', 'positions:user:' .. r.user, 'set', 'position:' .. (r.position or ''), 'hash'})
    if not record and r.kind == 'CLOSE' then
        record, why = unwritable_trade(r.instrument, r.user)
    end
    if record then
        return refuse_unreadable(record, why)
    end
    local f = redis.call('HMGET', 'fixture:' .. r.fixture, 'events', 'settling', 'settled', 'over')
    if (f[2] or f[3] or f[4]) and not triggered then
        return {'refused', 'market-over'}
    end
    if (f[1] or '0') ~= r.events and not triggered then
        return {'refused', 'event-during-delay'}
    end
    if now - tonumber(r.execute_at) > tonumber(latest_ms) and not triggered then
        return refuse('unavailable', 'reason', 'not-executed-in-time')
    end
    if unreadable_subject() then
        return refuse('unavailable', 'reason', 'unreadable')
    end
    if r.kind == 'CLOSE' then
        return close_by_user(r.position, r.user, now, r.quantity or '')
    end
    if redis.call('EXISTS', 'instrument:' .. r.instrument) == 0 or redis.call('EXISTS', 'wallet:' .. r.user) == 0 then
        return {'refused', 'not-found'}
    end
    if r.type and not triggered then
        return fill_or_rest(r, now, id)
    end
    if not triggered or limits_now == '' then
        return fill(r, now, id)
    end
    local accepted = r.limits
    r.limits = limits_now
    local done = fill(r, now, id)
    r.limits = accepted
    return done
end

-- Postpones a triggered one while trading is stopped, each time for longer, as there may be many; and lets a limit rest again that the price has left, or that
-- would take too much of the depth now. Returns true where it did.
local function goes_on(refused)
    if not triggered or refused[1] ~= 'refused' then
        return false
    end
    if refused[2] == 'instrument-frozen' or refused[2] == 'halted' or refused[2] == 'market-over' then
        local tries = is_whole(r.tries) and tonumber(r.tries) or 0
        local again = now + math.min(8000, 1000 * 2 ^ math.min(3, tries))
        for n = 3, #refused, 2 do
            if refused[n] == 'until' and tonumber(refused[n + 1]) > now then
                again = math.min(tonumber(refused[n + 1]), now + 8000)
            end
        end
        redis.call('HSET', request, 'execute_at', whole(again), 'tries', whole(tries + 1))
        r.execute_at = whole(again)
        enqueue(id, r)
        return true
    end
    local too_much = refused[2] == 'limit-exceeded' and refused[4] == 'instrument-shares' and r.limit_price ~= ''
    if refused[2] == 'price-moved' or too_much then
        aim(r, 'LIMIT', tonumber(redis.call('HGET', 'instrument:' .. r.instrument, 'depth')))
        return rest(r, now, id)[1] ~= 'refused'
    end
    return false
end

local record, why = unwritable_outbox()
if record then
    note_unreadable(record, why)
    return redis.error_reply('WRONGTYPE ' .. record .. ': ' .. why) -- it waits on: no decision could be recorded in the book
end
local done = due()
if done[1] == 'again' then
    return done
end
if goes_on(done) then
    return {'early'}
end
if done[1] == 'working' then
    return done
end
if triggered and unreadable then
    end_unreadable(id, r, unreadable, now)
    return done
end
if done[1] == 'refused' and triggered then
    r.problem, r.problem_facts = done[2], facts_of(done)
    end_unfilled(id, r, 'REJECTED', now)
    return done
end
if triggered then
    end_filled(id, r)
end
if done[1] == 'refused' then
    local facts = facts_of(done)
    redis.call('HSET', request, 'state', 'REJECTED', 'problem', done[2], 'problem_facts', facts, 'decided_at', whole(now))
    if NEEDS[r.kind or ''] then
        outbox_rejected(id, r, done[2], facts, now)
    end
else
    redis.call('HSET', request, 'state', 'FILLED', 'decided_at', whole(now))
    if r.kind == 'ORDER' then
        redis.call('HSET', request, 'amount', done[3], 'fee', done[4])
    else
        outbox_filled(id, r, now)
    end
end
redis.call('EXPIRE', request, 86400) -- as long as answers are kept
if r.user then
    redis.call('PUBLISH', 'request:changes', '{"id":"' .. id .. '","user":"' .. r.user .. '","state":"' .. (done[1] == 'refused' and 'REJECTED' or 'FILLED') .. '"}')
    redis.call('SREM', 'waiting:user:' .. r.user, id)
end
dequeue(id) -- last: what a full Redis refuses before goes on waiting
return done
