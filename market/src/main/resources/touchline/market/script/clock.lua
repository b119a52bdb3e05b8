-- Redis' own clock, in ms since the epoch: one clock for every node. A step is one instant.
-- @include money
local instant
local written_time, written_text -- the time that this step has written last

local function now_ms()
    if not instant then
        local time = redis.call('TIME')
        instant = tonumber(time[1]) * 1000 + div(tonumber(time[2]), 1000)
    end
    return instant
end

-- The digits of a time. A step writes the same time several times.
local function time_text(time)
    if time ~= written_time then
        written_time, written_text = time, whole(time)
    end
    return written_text
end
