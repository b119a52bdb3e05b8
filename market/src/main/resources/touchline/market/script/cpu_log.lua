-- Reports in Redis' log which script took more than 5 ms of the server's CPU time. The times in SLOWLOG include what the machine gave to other processes meanwhile.

-- CPU time of the thread that runs commands, in seconds.
local function cpu_seconds()
    local info = redis.call('INFO', 'cpu')
    local system = string.match(info, 'used_cpu_sys_main_thread:([%d.]+)')
    local user = string.match(info, 'used_cpu_user_main_thread:([%d.]+)')
    return tonumber(system) + tonumber(user)
end

-- Runs a script, and returns its reply.
local function measured(name, script)
    local before = cpu_seconds()
    local reply = script()
    local used = cpu_seconds() - before
    if used > 0.005 then
        redis.log(redis.LOG_WARNING, string.format('touchline script %s used %d us of CPU time', name, used * 1000000))
    end
    return reply
end
