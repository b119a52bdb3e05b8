-- Freezes after match events last as long as planned if Redis' clock is set, or while no node looks: `clock` of `market` is when follow_clock() last looked, while anything is to
-- be thawed. Before a freeze is written or ended, it is called too, so that all ends in `thaws` are by the clock of now. Needs outbox.lua.
-- @include money freeze

local LONGEST_GAP = 5000 -- beats are 100 ms apart; after a longer gap the clock was set, or no node could look

-- Moves the ends of all freezes along with the clock.
local function move_thaws(by, now)
    for _, id in ipairs(redis.call('ZRANGE', 'thaws', 0, -1)) do
        local key = 'instrument:' .. id
        local i = redis.call('HMGET', key, 'frozen_until', 'event_until', 'fixture_id')
        if i[1] then
            local ends, reviews = tonumber(i[1]) + by, reviews_of(id)
            for _, review in ipairs(reviews) do
                review.ends = review.ends + by
            end
            write_reviews(id, reviews)
            redis.call('HSET', key, 'frozen_until', whole(ends))
            if i[2] then
                redis.call('HSET', key, 'event_until', whole(tonumber(i[2]) + by))
            end
            redis.call('ZADD', 'thaws', whole(ends), id)
            if other_reasons(id) == 0 then
                tell(id, i[3], true, #reviews > 0 and 'review' or 'event', now, ends)
            end
        end
    end
end

local function follow_clock(now)
    local seen = tonumber(redis.call('HGET', 'market', 'clock') or '')
    if redis.call('EXISTS', 'thaws') == 1 then
        local gap = now - (seen or now)
        if gap > LONGEST_GAP or gap < 0 then
            move_thaws(gap, now)
        end
        if not seen or gap >= 1000 or gap < 0 then
            redis.call('HSET', 'market', 'clock', whole(now))
        end
    elseif seen then
        redis.call('HDEL', 'market', 'clock')
    end
end
