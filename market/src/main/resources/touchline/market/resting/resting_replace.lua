-- Changes the quantity and the prices of an order or opening that rests or waits out the in-play delay. It keeps its id. While its match is live it waits out the
-- delay again, so that nobody moves a price after having seen a goal. Where the new terms are refused, the old ones stay.
--
-- KEYS[1] request:{id}   Also: the keys of what it trades in, which only the request names.
-- ARGV[1] request   ARGV[2] user   ARGV[3] idempotency key (its Redis key), or ''   ARGV[4] fingerprint   ARGV[5] deadline (ms by Redis' clock), or ''
-- ARGV[6] in-play delay (ms), 0 none   ARGV[7] quantity, ARGV[8] limit, ARGV[9] stop; '' to leave
-- ARGV[10] the most shares of a purchase or an opening
-- returns as accept of resting.lua
-- @include money curve clock outbox ledger tick gate freeze backlog idempotency resting/resting position/load

local request = KEYS[1]
local id, user, key, fingerprint, deadline, delay_ms = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local quantity, limit_price, stop_price, most = ARGV[7], ARGV[8], ARGV[9], tonumber(ARGV[10])

local closed = shut()
if closed then return closed end
local before = answered(key, fingerprint)
if before then return before end
local late = expired(deadline) or behind()
if late then return late end

local function replace()
    local r = load_fields(request)
    if not r or r.user ~= user or r.kind == 'CLOSE' then
        return {'refused', 'not-found'}
    end
    if r.state ~= 'PENDING' and r.state ~= 'WORKING' then
        return refuse('order-decided', 'reason', string.lower(r.state))
    end
    local unreadable = unreadable_pending(r) or (RESTING[r.state] and unreadable_resting(r))
    if unreadable then
        return refuse_unreadable('request ' .. id, unreadable)
    end
    r.type, r.tif, r.limit_price, r.stop_price = r.type or 'MARKET', r.tif or 'IOC', r.limit_price or '', r.stop_price or ''
    if limit_price ~= '' and r.limit_price == '' then
        return refuse('order-terms', 'reason', 'limitPrice')
    end
    if stop_price ~= '' and (r.stop_price == '' or r.waits_for == 'LIMIT') then
        return refuse('order-terms', 'reason', 'stopPrice')
    end
    if quantity ~= '' and r.side ~= 'SELL' and tonumber(quantity) > most then
        return over_limit('limit-exceeded', 'quantity', most, 0)
    end
    r.quantity = quantity ~= '' and quantity or r.quantity
    r.stop_price = stop_price ~= '' and stop_price or r.stop_price
    if limit_price ~= '' then
        r.limit_price = limit_price
        r.worst = limit_price
    end
    local done = accept(r, now_ms(), id, tonumber(delay_ms))
    if done[1] == 'filled' or done[1] == 'opened' then
        end_filled(id, r)
        redis.call('HSET', request, 'state', 'FILLED', 'decided_at', whole(now_ms()))
        if r.kind == 'ORDER' then
            redis.call('HSET', request, 'amount', done[3], 'fee', done[4], 'quantity', r.quantity)
        else
            -- With its new terms, which the book doesn't know.
            r.state, r.reserved, r.reserved_shares = 'FILLED', '0', '0'
            outbox_request(id, r, now_ms(), '')
        end
        dequeue(id)
        redis.call('SREM', 'waiting:user:' .. user, id)
        redis.call('EXPIRE', request, 86400)
        r.state = 'FILLED'
        publish_request(id, r)
    end
    return done
end

return answer(key, fingerprint, replace())
