-- Whether the market may trade at all. Every script that writes to the market asks here first.
-- @include refuse

-- The market is open only on the server that was compared with the book last (`confirmed` of `market`: its replication id). A server that has restarted, or
-- a replica that has been promoted, has another id: it may lack what was acknowledged, and takes nothing until a node has compared it.
-- Returns nil, or the refusal.
local function shut()
    local market = redis.pcall('HMGET', 'market', 'epoch', 'shut', 'confirmed')
    if not market.err and market[1] and not market[2] and market[3] then
        local server = redis.call('INFO', 'replication')
        if string.find(server, 'role:master', 1, true) and string.find(server, 'master_replid:' .. market[3] .. '\r\n', 1, true) then
            return nil
        end
    end
    return refuse('unavailable', 'reason', 'shut')
end
