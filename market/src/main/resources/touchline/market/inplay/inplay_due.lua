-- Thaws instruments whose freeze after a match event has ended, and returns the requests that are due: first those that wait out the delay, then those that a
-- tick has triggered, as many of which may be retried for long. All by Redis' clock; a retry finds nothing more to thaw. The flag stays if there is another reason for it.
--
-- Delays and freezes (freeze_clock.lua) last no longer than planned if Redis' clock is set. That a delay is not shorter either needs a monotonic clock, which only
-- nodes have: each compares the time that is returned with its own, and starts delays again (inplay_restart.lua) rather than execute what is due by a clock that was set.
--
-- KEYS[1] waiting   KEYS[2] thaws (instrument by when its freeze ends)   KEYS[3] waiting:orders   KEYS[4] waiting:triggered
-- ARGV[1] at most how many of each queue that waits out the delay   ARGV[2] at most how many triggered
-- returns {'due', ms until the next is due ('' none), how many wait, how late the first is (ms), thawed, Redis' time (ms), id, ...} | {'shut'}
-- @include money clock outbox gate freeze freeze_clock inplay/delay

local waiting, thaws, orders, triggered = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local most, most_triggered = ARGV[1], ARGV[2]

if shut() then return {'shut'} end
local now = now_ms()
follow_clock(now)

-- What is due later than any delay was accepted before the clock was set back: it waits its delay from now.
for _, queue in ipairs({waiting, orders, triggered}) do
    for _, id in ipairs(redis.call('ZREVRANGEBYSCORE', queue, '+inf', '(' .. whole(now + LONGEST_DELAY), 'LIMIT', 0, most_triggered)) do
        restart_delay(queue, id, now, queue == triggered and 0 or LONGEST_DELAY)
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
local reply = {'due', until_next, whole(count), late, whole(thawed), whole(now)}
for _, queue in ipairs({waiting, orders, triggered}) do
    for _, id in ipairs(redis.call('ZRANGEBYSCORE', queue, '-inf', whole(now), 'LIMIT', 0, queue == triggered and most_triggered or most)) do
        reply[#reply + 1] = id
    end
end
return reply
