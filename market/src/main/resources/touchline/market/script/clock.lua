-- Redis' own clock, in ms since the epoch: one clock for every node.
local function now_ms()
    local time = redis.call('TIME')
    return tonumber(time[1]) * 1000 + div(tonumber(time[2]), 1000)
end
