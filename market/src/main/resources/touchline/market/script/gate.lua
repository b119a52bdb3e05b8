-- Whether the market may trade at all.

-- A Redis that has lost its data has lost the epoch too, and one that waits for its rebuild is shut:
-- either way nothing may trade. Returns nil, or the refusal.
local function shut()
    local market = redis.call('HMGET', 'market', 'epoch', 'shut')
    if not market[1] or market[2] then
        return {'refused', 'unavailable'}
    end
    return nil
end
