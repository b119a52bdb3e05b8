-- Closes one CFD position, once. A second close changes nothing and returns the first one, so a retry is safe.
-- A position that a tick has breached already closes at that tick and for that reason, no matter who asks.
-- So a close by a user, a close as ticks arrive and a close by a later replay give the same result.
-- Ticks after the final whistle breach nothing. A position that can't be read is left as it is.
-- With an idempotency key a user's retry gets the first answer, a refusal too.
--
-- KEYS[1] position:{id}   KEYS[2] outbox:trades   Also: instrument, ticks, wallet and sets of the position, which only it knows.
-- ARGV[1] position   ARGV[2] reason
-- ARGV[3] user who must own it, or ''
-- ARGV[4] fixture whose settlement asks (FULL_TIME, VOID), or ''
-- ARGV[5] seq, ARGV[6] price of the tick that breached it (STOP_LOSS, WASH_OUT, TAKE_PROFIT), or '', ''
-- ARGV[7] lease, ARGV[8] fencing token, or '', ''
-- ARGV[9] id that this tick must have in its stream (at-seq), if it was only published; or ''
-- ARGV[10] in-play delay (ms) that a USER's close waits out while the match is live, 0 none: nothing else knows a delay
-- ARGV[11] idempotency key (its Redis key), or ''   ARGV[12] fingerprint of the request   ARGV[13] deadline (ms by Redis' clock), or ''
-- ARGV[14] shares that a USER closes, '' all   ARGV[15] of a trailing stop that the tick reached: the tick after which it applies, the best price before the tick,
-- its distance, and the price when it was set, as in '7:1020000:30000:1000000'; or ''
-- returns {'part', id of the closed part, reason, price, seq, payout, at} | {'closed', reason, price, seq, payout, at} | {'already', reason, price, seq, payout, at} | {'fenced'} | {'not-breached'} | {'tick-not-recorded'}
--         | {'unreadable', why} | {'pending', request, due at} | {'refused', 'not-found' | 'instrument-frozen' | 'market-over' | 'limit-exceeded' | 'unavailable'}
--         | {'shut'}, where no user or operator asks | {'again'}: more ticks are to be read before it is decided
-- @include money clock outbox ledger gate freeze idempotency breach fence closing inplay/waiting settlement/readable records fields

local position, outbox_trades = KEYS[1], KEYS[2]
local id, reason, user, fixture, breach_seq, breach_price = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local lease, token, required_tick, delay_ms, key, fingerprint = ARGV[7], ARGV[8], ARGV[9], ARGV[10], ARGV[11], ARGV[12]
local deadline, quantity, trailed = ARGV[13], ARGV[14], ARGV[15]

local closed = shut()
if closed then
    return (reason == 'USER' or reason == 'OPERATOR') and closed or {'shut'}
end
local refused = fenced(lease, token)
if refused then return refused end
local before = answered(key, fingerprint) or expired(deadline)
if before then return before end

-- Whether a tick breaches it for the reason given, by the levels that the caller has judged it by. Levels set after the same tick replace each other, so the tick
-- after which they apply does not tell them apart.
local function is_breached(p, seq, price)
    local after, best, distance, first = string.match(trailed, '^(%-?%d+):(%d+):(%d+):(%d+)$')
    if after then
        local _, _, now_distance, now_first, now_after = levels_at(p.levels, seq)
        if tonumber(after) ~= now_after or tonumber(distance) ~= now_distance or tonumber(first) ~= now_first then
            return false
        end
    end
    return seq > tonumber(p.open_seq) and breach(p, seq, price, tonumber(best or ''), tonumber(after or '')) == reason
end

local function close()
    local p = load_position(id)
    if not p then
        return not_open(id, user)
    end
    if user ~= '' and p.user ~= user then
        return {'refused', 'not-found'}
    end
    local asked = reason == 'USER' or reason == 'OPERATOR'
    local unreadable = unreadable_position(p)
    if unreadable then
        if asked then note_unreadable('position ' .. id, unreadable) end
        return {'unreadable', unreadable}
    end
    local record, why
    if asked then
        record, why = unwritable_trade(p.instrument, p.user)
    else
        record, why = unwritable_close(p.instrument, p.user)
    end
    if record and asked then
        return refuse_unreadable(record, why)
    elseif record then
        note_unreadable(record, why)
        return redis.error_reply('WRONGTYPE ' .. record .. ': ' .. why) -- the position is not at fault: its close is tried again
    end
    local i = close_fields(p.instrument)
    local now = now_ms()

    if reason == 'STOP_LOSS' or reason == 'WASH_OUT' or reason == 'TAKE_PROFIT' then
        local seq, price = tonumber(breach_seq), tonumber(breach_price)
        if seq > (tonumber(i.ft_seq or '') or math.huge) then
            return {'refused', 'market-over'}
        end
        if not is_breached(p, seq, price) then
            return {'not-breached'}
        end
        if required_tick ~= '' and #redis.call('XRANGE', 'price_ticks:' .. p.instrument, required_tick, required_tick) == 0 then
            return {'tick-not-recorded'} -- published by a program that did not record it: a replay would not see it
        end
        return settle_position(id, p, reason, price, seq, now)
    end

    local price, seq = tonumber(i.price), tonumber(i.tick_seq)
    if reason == 'USER' or reason == 'OPERATOR' then
        local stopped = frozen(p.instrument, now, reason == 'USER' and 'close' or nil)
        if stopped then return stopped end
    elseif i.frozen_for ~= fixture then
        return {'fenced'} -- the settlement no longer holds this instrument
    else
        price, seq = tonumber(i.ft_price), tonumber(i.ft_seq)
        if reason == 'VOID' then
            price = tonumber(p.entry_price)
        end
    end
    local breached, at_price, at_seq = first_breach(id, p)
    if breached == 'again' then
        return {'again'}
    elseif breached then
        return settle_position(id, p, breached, at_price, at_seq, now)
    end
    local replaced
    if reason == 'USER' then
        if quantity ~= '' and tonumber(quantity) > tonumber(p.quantity) then
            return {'refused', 'position-quantity'}
        end
        local asked = redis.call('GET', 'closing:' .. id)
        local waits = asked and redis.call('HMGET', 'request:' .. asked, 'state', 'execute_at', 'quantity')
        if waits and waits[1] == 'PENDING' then
            local spoiled = unreadable_close(asked)
            if spoiled then
                return refuse_unreadable('request ' .. asked, spoiled)
            end
            if (waits[3] or '') == quantity then
                return {'pending', asked, waits[2]}
            elseif quantity ~= '' then
                return refuse('close-waiting', 'request', asked)
            end
            replaced = asked -- a close of a part: the close of all takes its place
        end
        local fixture, events = must_wait(p.instrument, tonumber(delay_ms))
        if fixture then
            local done = wait('CLOSE', user, p.instrument, fixture, events, now, tonumber(delay_ms), 'position', id, 'quantity', quantity)
            if done[1] == 'pending' then
                redis.call('SET', 'closing:' .. id, done[2], 'EX', 86400)
                if replaced then supersede_close(replaced, now) end
            end
            return done
        end
    end
    if replaced then supersede_close(replaced, now) end
    if reason == 'USER' then
        return settle_shares(id, p, quantity, price, seq, now)
    end
    return settle_position(id, p, reason, price, seq, now)
end

return answer(key, fingerprint, close())
