-- Whether the market may trade at all. Every script that writes to the market asks here first.
-- @include refuse

local backlog_limit -- as the market's record has it, read along with the rest

-- The market is open only on the server that was compared with the book last (`confirmed` of `market`: its replication id). A server that has restarted, or
-- a replica that has been promoted, has another id: it may lack what was acknowledged, and takes nothing until a node has compared it.
-- Returns nil, or the refusal.
local function shut()
    local market = redis.pcall('HMGET', 'market', 'epoch', 'shut', 'confirmed', 'backlog_limit')
    backlog_limit = not market.err and market[4] or nil
    if not market.err and market[1] and not market[2] and market[3] then
        local server = redis.call('INFO', 'replication')
        if string.find(server, 'role:master', 1, true) and string.find(server, 'master_replid:' .. market[3] .. '\r\n', 1, true) then
            return nil
        end
    end
    return refuse('unavailable', 'reason', 'shut')
end
