-- Redis' own clock, in ms since the epoch: one clock for every node. A step is one instant.
-- @include money
local instant

local function now_ms()
    if not instant then
        local time = redis.call('TIME')
        instant = tonumber(time[1]) * 1000 + div(tonumber(time[2]), 1000)
    end
    return instant
end
