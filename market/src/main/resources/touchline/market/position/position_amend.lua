-- Sets a position's stop-loss, take-profit and trailing stop, for future ticks. Earlier ticks are judged by the levels that applied
-- then, so a position that one of them has breached closes there instead.
-- Setting the same levels again adds nothing, so a retry is safe; with an idempotency key it also gets the first answer.
--
-- KEYS[1] position:{id}   KEYS[2] outbox:trades
-- ARGV[1] position   ARGV[2] user   ARGV[3] stop-loss: price, 0 to remove, '' to leave   ARGV[4] take-profit, likewise
-- ARGV[5] idempotency key (its Redis key), or ''   ARGV[6] fingerprint of the request   ARGV[7] deadline (ms by Redis' clock), or ''
-- ARGV[8] distance of the trailing stop, 0 to remove, '' to leave
-- returns {'amended', price, field of the position, value, ...} | {'already', reason, price, seq, payout, at} | {'refused', problem, facts ...}
-- @include money clock outbox ledger gate freeze idempotency breach closing levels settlement/readable records

local position = KEYS[1]
local id, user, stop_loss, take_profit, key, fingerprint = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local deadline, distance = ARGV[7], ARGV[8]

local MOST_CHANGES = 200 -- of the levels of one position: their history is read whole at each close

local closed = shut()
if closed then return closed end
local before = answered(key, fingerprint) or expired(deadline)
if before then return before end

local function amended(price)
    local reply = {'amended', whole(price)}
    for _, text in ipairs(redis.call('HGETALL', position)) do
        reply[#reply + 1] = text
    end
    return reply
end

local function amend()
    local p = load_position(id)
    if not p then
        return not_open(id, user)
    end
    if p.user ~= user then
        return {'refused', 'not-found'}
    end
    local unreadable = unreadable_position(p)
    if unreadable then
        return refuse_unreadable('position ' .. id, unreadable)
    end
    local record, why = unwritable_trade(p.instrument, p.user)
    if record then
        return refuse_unreadable(record, why)
    end
    local now = now_ms()
    local stopped = frozen(p.instrument, now, 'amend')
    if stopped then return stopped end
    local i = redis.call('HMGET', 'instrument:' .. p.instrument, 'price', 'tick_seq')
    local reason, at_price, at_seq, _, best, best_after = first_breach(id, p)
    if reason == 'again' then
        return {'again'}
    elseif reason then
        local done = settle_position(id, p, reason, at_price, at_seq, now)
        done[1] = 'already'
        return done
    end
    local price = tonumber(i[1])
    local stop = stop_loss == '' and tonumber(p.stop_loss) or tonumber(stop_loss)
    local take = take_profit == '' and tonumber(p.take_profit) or tonumber(take_profit)
    local wrong = wrong_levels(p.direction, price, tonumber(p.wash_out), stop_loss == '' and 0 or stop, take_profit == '' and 0 or take)
    if wrong then return wrong end
    local _, _, trail, first, after = levels_at(p.levels, math.huge)
    -- One that stays as it is goes on from its best price; another distance starts from the price of now.
    local goes_on = distance == '' or tonumber(distance) == trail
    local too_far = not goes_on and wrong_distance(price, tonumber(distance))
    if too_far then return too_far end
    trail = goes_on and trail or tonumber(distance)
    if stop == tonumber(p.stop_loss) and take == tonumber(p.take_profit) and goes_on then
        return amended(price)
    end
    local changes = p.levels == '' and 0 or select(2, string.gsub(p.levels, ';', ';')) + 1
    if changes >= MOST_CHANGES then
        return over_limit('limit-exceeded', 'level-changes', MOST_CHANGES, changes)
    end
    local level = i[2] .. ':' .. whole(stop) .. ':' .. whole(take)
    if trail > 0 then
        best = goes_on and (best_after == after and best or first) or price
        level = level .. ':' .. whole(trail) .. ':' .. whole(best)
    end
    local levels = p.levels == '' and level or p.levels .. ';' .. level
    redis.call('HSET', position, 'stop_loss', whole(stop), 'take_profit', whole(take), 'levels', levels)
    p.levels = levels
    outbox_amend(id, p, now)
    redis.call('PUBLISH', 'position:changes', string.format(
        '{"type":"amended","id":"%s","user":"%s","instrument":"%s","levels":"%s"}', id, user, p.instrument, levels))
    return amended(price)
end

return answer(key, fingerprint, amend())
