-- Closes one CFD position for a user, an operator or a settlement, once. A second close changes nothing and returns the first one, so a retry is safe.
-- A position that a tick has breached already closes at that tick and for that reason, no matter who asks.
-- So a close by a user, a close as ticks arrive (position_breached.lua) and a close by a later replay give the same result.
-- Ticks after the final whistle breach nothing. A position that can't be read is left as it is.
-- With an idempotency key a user's retry gets the first answer, a refusal too.
--
-- KEYS[1] position:{id}   KEYS[2] outbox:trades   Also: instrument, ticks, wallet and sets of the position, which only it knows.
-- ARGV[1] position   ARGV[2] reason: USER | OPERATOR | FULL_TIME | VOID
-- ARGV[3] user who must own it, or ''
-- ARGV[4] fixture whose settlement asks (FULL_TIME, VOID), or ''
-- ARGV[5] in-play delay (ms) that a USER's close waits out while the match is live, 0 none: nothing else knows a delay
-- ARGV[6] idempotency key (its Redis key), or ''   ARGV[7] fingerprint of the request   ARGV[8] deadline (ms by Redis' clock), or ''
-- ARGV[9] shares that a USER closes, '' all
-- returns {'part', id of the closed part, reason, price, seq, payout, at} | {'closed', reason, price, seq, payout, at} | {'already', reason, price, seq, payout, at} | {'fenced'}
--         | {'unreadable', why} | {'pending', request, due at} | {'refused', 'not-found' | 'instrument-frozen' | 'market-over' | 'limit-exceeded' | 'unavailable'}
--         | {'shut'}, where no user or operator asks | {'again'}: more ticks are to be read before it is decided
-- @include money clock outbox ledger gate freeze idempotency breach closing inplay/waiting settlement/readable records fields

local position, outbox_trades = KEYS[1], KEYS[2]
local id, reason, user, fixture, delay_ms = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local key, fingerprint, deadline, quantity = ARGV[6], ARGV[7], ARGV[8], ARGV[9]

local closed = shut()
if closed then
    return (reason == 'USER' or reason == 'OPERATOR') and closed or {'shut'}
end
local before = answered(key, fingerprint) or expired(deadline)
if before then return before end

local function close()
    local asked = reason == 'USER' or reason == 'OPERATOR'
    local overwritten, is = nil, nil
    if not asked then
        overwritten, is = wrong_type({position, 'hash'})
    end
    if overwritten then
        return {'unreadable', is} -- a settlement goes on without it
    end
    local p = load_position(id)
    if not p then
        return not_open(id, user)
    end
    if user ~= '' and p.user ~= user then
        return {'refused', 'not-found'}
    end
    local unreadable = unreadable_position(p)
    if unreadable then
        if asked then note_unreadable('position ' .. id, unreadable) end
        return {'unreadable', unreadable}
    end
    local record, why
    if asked then
        record, why = unwritable_trade(p.instrument, p.user)
    else
        record, why = wrong_type({'positions:user:' .. p.user, 'set'})
        if record then
            return {'unreadable', record .. ': ' .. why} -- what one user has does not hold up the others
        end
        record, why = unwritable_close(p.instrument)
    end
    if record and asked then
        return refuse_unreadable(record, why)
    elseif record then
        note_unreadable(record, why)
        return redis.error_reply('WRONGTYPE ' .. record .. ': ' .. why) -- the position is not at fault: its close is tried again
    end
    local i = close_fields(p.instrument)
    local now = now_ms()

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
