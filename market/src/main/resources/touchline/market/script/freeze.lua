-- Freezing an instrument. The flag `frozen` is what all programs read. A further field says each reason: frozen_for (a fixture whose
-- settlement holds it), frozen_over (its match is over, or settled while it is still played), frozen_until (after a match event, ms), frozen_feed (the feed is silent),
-- frozen_{...} (others'). The flag goes with the last reason; one without any reason was set by hand, and only a hand takes it away. Needs outbox.lua.
-- @include money refuse halt fields

-- Publishes that an instrument stops or resumes trading: to subscribers, and in the outbox for the stream. The book needs none of it, as a
-- reason that passes by itself is not kept there.
local function tell(id, fixture, stopped, why, now, ends)
    redis.call('PUBLISH', 'frozen:' .. id, '{"id":"' .. id .. '","frozen":' .. (stopped and 'true' or 'false')
        .. (stopped and ',"why":"' .. why .. '"' or '') .. (ends and ',"until":' .. whole(ends) or '') .. '}')
    outbox_trading(id, fixture, stopped, why, now)
end

-- Those of some instruments whose record is a hash. One that was overwritten can't be traded, and must not hold up the others of its match.
local function existing(ids)
    local hashes = {}
    for _, id in ipairs(ids) do
        if type(redis.pcall('HLEN', 'instrument:' .. id)) == 'number' then
            hashes[#hashes + 1] = id
        end
    end
    return hashes
end

-- The number of reasons other than a match event.
local function other_reasons(id)
    local others = 0
    for _, field in ipairs(redis.call('HKEYS', 'instrument:' .. id)) do
        if string.sub(field, 1, 7) == 'frozen_' and field ~= 'frozen_until' and field ~= 'frozen_review' then
            others = others + 1
        end
    end
    return others
end

-- Whether it may not trade: nil, or the refusal. act: what is asked, as halt.lua names it; nil for what no halt stops. A freeze after a match event ends by Redis' clock, whether or not anybody has taken the flag away yet.
local function frozen(id, now, act)
    local i = instrument_fields(id)
    if i.frozen_over and not i.frozen_for then
        return {'refused', 'market-over'}
    end
    local halt = act and has_halts() and halted(id, act, now)
    if halt then
        return halt
    end
    -- A live match trades on a lease that each poll that has it renews (heard_until of fixture:{id}, by Redis' clock). So nobody has to be
    -- alive to notice that the feed is silent: where the lease has run out, prices may be stale.
    local heard_until = i.fixture_id and fixture_fields(i.fixture_id)[3]
    local silent = heard_until and now > tonumber(heard_until)
    if not silent and i.frozen ~= '1' then
        return nil
    end
    local others = other_reasons(id)
    local ends = tonumber(i.frozen_until or '0')
    if not silent and i.frozen_until and ends <= now and others == 0 then
        return nil
    end
    local reason = i.frozen_for and 'settlement' or (i.frozen_feed or silent) and 'feed-silent' or i.frozen_review and 'review' or ends > now and 'event' or 'halted'
    if reason == 'event' and others == 0 then
        return refuse('instrument-frozen', 'reason', reason, 'until', whole(ends))
    end
    return refuse('instrument-frozen', 'reason', reason)
end

-- Whether a hand has frozen it: then there is no reason, or one that came later and says that it found the flag set ('kept').
local function by_hand(id)
    local i = redis.call('HMGET', 'instrument:' .. id, 'frozen', 'frozen_for', 'frozen_until', 'frozen_feed', 'frozen_over')
    return i[1] == '1' and not i[2] and not i[3] and (i[4] == 'kept' or i[5] == 'kept' or other_reasons(id) == 0)
end

-- Stops trading because the match is over. frozen_over is 'kept' where a hand had set the flag: it stays when this reason goes.
local function freeze_for_end(id, fixture, now)
    local key = 'instrument:' .. id
    if redis.call('HEXISTS', key, 'frozen_over') == 1 then
        return 0
    end
    redis.call('HSET', key, 'frozen_over', by_hand(id) and 'kept' or 'set', 'frozen', '1')
    tell(id, fixture, true, 'market-over', now)
    return 1
end

-- Takes this reason and the snapshot away; trading goes on unless something else stops it. Returns 1 where it was the reason.
local function thaw_from_end(id, fixture, now)
    local key = 'instrument:' .. id
    local mark = redis.call('HGET', key, 'frozen_over')
    if not mark then
        return 0
    end
    redis.call('HDEL', key, 'frozen_over', 'ft_price', 'ft_spot', 'ft_seq', 'ft_judged')
    if mark == 'set' and other_reasons(id) == 0 and redis.call('HEXISTS', key, 'frozen_until') == 0 then
        redis.call('HDEL', key, 'frozen')
        tell(id, fixture, false, '', now)
    end
    return 1
end

-- Whether events must wait: while it is settled, and while a hand holds it. The freeze after an event does not hold up the next one.
local function holds_bumps(id)
    return redis.call('HEXISTS', 'instrument:' .. id, 'frozen_for') == 1 or by_hand(id)
end

-- frozen_review names the reviews that are under way, each with the time by which it ends at the latest: '41:1700000300000,42:...'.
local function reviews_of(id)
    local reviews = {}
    local i = redis.call('HMGET', 'instrument:' .. id, 'frozen_review', 'frozen_until')
    for review, ends in string.gmatch(i[1] or '', '(%-?%d+):?(%d*)') do
        reviews[#reviews + 1] = {event = review, ends = tonumber(ends) or tonumber(i[2] or '0')} -- an older version wrote the id alone
    end
    return reviews
end

local function write_reviews(id, reviews)
    local entries = {}
    for _, review in ipairs(reviews) do
        entries[#entries + 1] = review.event .. ':' .. whole(review.ends)
    end
    if #entries == 0 then
        redis.call('HDEL', 'instrument:' .. id, 'frozen_review')
    else
        redis.call('HSET', 'instrument:' .. id, 'frozen_review', table.concat(entries, ','))
    end
end

local function is_under_review(id, event)
    for _, review in ipairs(reviews_of(id)) do
        if review.event == event then
            return true
        end
    end
    return false
end

-- The decision of a review comes under another id.
local function rename_review(id, old_id, event)
    local reviews = reviews_of(id)
    for _, review in ipairs(reviews) do
        review.event = review.event == old_id and event or review.event
    end
    write_reviews(id, reviews)
end

-- Ends the freeze of a review at once. Those of other reviews and of another event (event_until) that have not ended stay.
local function thaw_from_review(id, event, now)
    local key = 'instrument:' .. id
    local i = redis.call('HMGET', key, 'event_until', 'fixture_id')
    local others, ends = {}, tonumber(i[1] or '0')
    for _, review in ipairs(reviews_of(id)) do
        if review.event ~= event and review.ends > now then
            others[#others + 1] = review
            ends = math.max(ends, review.ends)
        end
    end
    write_reviews(id, others)
    if #others == 0 then
        redis.call('HDEL', key, 'event_until')
    end
    if ends > now then
        redis.call('HSET', key, 'frozen_until', whole(ends))
        redis.call('ZADD', 'thaws', whole(ends), id)
        tell(id, i[2], true, #others > 0 and 'review' or 'event', now, ends)
        return
    end
    redis.call('HDEL', key, 'frozen_until')
    redis.call('ZREM', 'thaws', id)
    if other_reasons(id) == 0 then
        redis.call('HDEL', key, 'frozen')
        tell(id, i[2], false, '', now)
    end
end

-- Stops trading after an event, unless a hand has stopped it. kind: 'event' | 'review', until it is decided but no longer than `ends` | 'decided': a review of
-- which nobody knew. Two freezes end with the later one, but a review ends with its decision.
local function freeze_after_event(id, event, kind, now, ends)
    local key = 'instrument:' .. id
    if by_hand(id) or ends <= now then
        return
    end
    local i = redis.call('HMGET', key, 'frozen_until', 'fixture_id', 'event_until')
    local frozen_until, reviews = tonumber(i[1] or '0'), reviews_of(id)
    if kind == 'review' then
        if #reviews == 0 and frozen_until > now then
            redis.call('HSET', key, 'event_until', i[1])
        end
        reviews[#reviews + 1] = {event = event, ends = ends}
        write_reviews(id, reviews)
    elseif #reviews > 0 then
        redis.call('HSET', key, 'event_until', whole(math.max(ends, tonumber(i[3] or '0'))))
    end
    ends = math.max(ends, frozen_until)
    redis.call('HSET', key, 'frozen', '1', 'frozen_until', whole(ends))
    redis.call('ZADD', 'thaws', whole(ends), id)
    tell(id, i[2], true, #reviews > 0 and 'review' or 'event', now, ends)
end
