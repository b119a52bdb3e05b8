-- The connections of one user: those whose node has sent a heartbeat lately (presence:node:{node} exists).

-- key: presence:{user}. Forgets the others, and gives how many are left.
local function live_connections(key)
    local known = {}
    for _, member in ipairs(redis.call('SMEMBERS', key)) do
        local node = string.match(member, '^([^|]*)|')
        if known[node] == nil then
            known[node] = redis.call('EXISTS', 'presence:node:' .. node) == 1
        end
        if not known[node] then
            redis.call('SREM', key, member)
        end
    end
    return redis.call('SCARD', key)
end
