-- The halt that applies to an instrument.

local function halt_strictness(mode)
    return mode == 'EVERYTHING' and 3 or mode == 'CLOSE_ONLY' and 2 or mode == 'BUYING' and 1 or 0
end

-- The strictest mode of the halts of an instrument, of its match, its team and the market: 'EVERYTHING' | 'CLOSE_ONLY' | 'BUYING' | 'NONE'.
local function halt_mode(id, now)
    local i = redis.call('HMGET', 'instrument:' .. id, 'fixture_id', 'team_id')
    local strictest = 'NONE'
    for _, hash in ipairs({'halts', 'halts:tripped'}) do
        for _, halt in ipairs(redis.call('HMGET', hash, 'market', 'fixture:' .. (i[1] or ''), 'team:' .. (i[2] or ''), 'instrument:' .. id)) do
            local mode, ends = string.match(halt or '', '^([A-Z_]+)|(%d*)|')
            if mode and (ends == '' or now < tonumber(ends)) and halt_strictness(mode) > halt_strictness(strictest) then
                strictest = mode
            end
        end
    end
    return strictest
end
