-- Starting the in-play delay of a request again, after Redis' clock was set.
-- @include money

local LONGEST_DELAY = 60000

-- longest: ms. A request of a version that did not write its delay waits as long as it was accepted for.
local function restart_delay(queue, id, now, longest)
    local r = redis.pcall('HMGET', 'request:' .. id, 'execute_at', 'at', 'delay')
    r = r.err and {} or r
    local execute_at, at = tonumber(r[1] or ''), tonumber(r[2] or '')
    local delay = tonumber(r[3] or '') or (execute_at and at and execute_at - at) or 0
    local due = whole(now + math.max(0, math.min(delay, longest)))
    if execute_at then
        redis.call('HSET', 'request:' .. id, 'execute_at', due)
    end
    redis.call('ZADD', queue, due, id)
end
