-- The server that a script runs on.

-- Its replication id, which changes with each start and each promotion; '' on a replica.
local function primary_id()
    local server = redis.call('INFO', 'replication')
    return string.find(server, 'role:master', 1, true) and string.match(server, 'master_replid:(%x+)') or ''
end
