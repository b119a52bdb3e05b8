-- Thaws instruments whose freeze after a match event has ended, and returns the requests that are due: first those that wait out the delay, then those that a
-- tick has triggered, as many of which may be retried for long. All by Redis' clock; a retry finds nothing more to thaw. The flag stays if there is another reason for it.
--
-- Freezes and delays last as long as planned if Redis' clock is set: `clock` of `market` is when the last beat was, while anything is to be thawed.
--
-- KEYS[1] waiting   KEYS[2] thaws (instrument by when its freeze ends)   KEYS[3] waiting:orders   KEYS[4] waiting:triggered
-- ARGV[1] at most how many of each queue that waits out the delay   ARGV[2] at most how many triggered
-- returns {'due', ms until the next is due ('' none), how many wait, how late the first is (ms), thawed, id, ...} | {'shut'}
-- @include money clock outbox gate freeze

local waiting, thaws, orders, triggered = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local most, most_triggered = ARGV[1], ARGV[2]

if shut() then return {'shut'} end
local now = now_ms()
local LONGEST_DELAY = 60000
local LONGEST_GAP = 5000 -- beats are 100 ms apart; after a longer gap the clock was set, or no node could look

-- Moves the ends of all freezes after an event along with the clock.
local function move_thaws(by)
    for _, id in ipairs(redis.call('ZRANGE', thaws, 0, -1)) do
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
            redis.call('ZADD', thaws, whole(ends), id)
            if other_reasons(id) == 0 then
                tell(id, i[3], true, #reviews > 0 and 'review' or 'event', now, ends)
            end
        end
    end
end

local seen = tonumber(redis.call('HGET', 'market', 'clock') or '')
if redis.call('EXISTS', thaws) == 1 then
    local gap = now - (seen or now)
    if gap > LONGEST_GAP or gap < 0 then
        move_thaws(gap)
    end
    if not seen or gap >= 1000 or gap < 0 then
        redis.call('HSET', 'market', 'clock', whole(now))
    end
elseif seen then
    redis.call('HDEL', 'market', 'clock')
end

-- What is due later than any delay was accepted before the clock was set back: it waits its delay from now.
for _, queue in ipairs({waiting, orders, triggered}) do
    for _, id in ipairs(redis.call('ZREVRANGEBYSCORE', queue, '+inf', '(' .. whole(now + LONGEST_DELAY), 'LIMIT', 0, most_triggered)) do
        local r = redis.call('HMGET', 'request:' .. id, 'execute_at', 'at')
        local execute_at, at = tonumber(r[1] or ''), tonumber(r[2] or '')
        local delay = queue ~= triggered and execute_at and at and math.max(0, math.min(execute_at - at, LONGEST_DELAY)) or 0
        if execute_at then
            redis.call('HSET', 'request:' .. id, 'execute_at', whole(now + delay))
        end
        redis.call('ZADD', queue, whole(now + delay), id)
    end
end

local thawed = 0
for _, id in ipairs(redis.call('ZRANGEBYSCORE', thaws, '-inf', whole(now), 'LIMIT', 0, most)) do
    local key = 'instrument:' .. id
    redis.call('ZREM', thaws, id)
    if redis.call('HEXISTS', key, 'frozen_until') == 1 then
        redis.call('HDEL', key, 'frozen_until', 'frozen_review', 'event_until')
        if other_reasons(id) == 0 then
            redis.call('HDEL', key, 'frozen')
            tell(id, redis.call('HGET', key, 'fixture_id'), false, '', now)
        end
        thawed = thawed + 1
    end
end

local first, count = nil, 0
for _, queue in ipairs({waiting, orders, triggered}) do
    local due = tonumber(redis.call('ZRANGE', queue, 0, 0, 'WITHSCORES')[2])
    first = due and math.min(due, first or due) or first
    count = count + redis.call('ZCARD', queue)
end
local until_next = first and whole(math.max(0, first - now)) or ''
local late = first and whole(math.max(0, now - first)) or '0'
local reply = {'due', until_next, whole(count), late, whole(thawed)}
for _, queue in ipairs({waiting, orders, triggered}) do
    for _, id in ipairs(redis.call('ZRANGEBYSCORE', queue, '-inf', whole(now), 'LIMIT', 0, queue == triggered and most_triggered or most)) do
        reply[#reply + 1] = id
    end
end
return reply
