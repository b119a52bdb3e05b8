-- Finds out which commands of the scripts Redis' user may not run, or Redis has under another name. A script that is refused one in the middle has written half a step.
-- Leaves nothing behind. Other errors, as of a key of another type, mean that the command may be run.
--
-- KEYS[1] a key of nothing else
-- returns {'checked', command, ...}: those that it may not run

local probe = KEYS[1]

local CALLS = {
    {'DEL', probe}, {'EXISTS', probe}, {'EXPIRE', probe, 1}, {'GET', probe}, {'HDEL', probe, 'x'}, {'HEXISTS', probe, 'x'}, {'HGET', probe, 'x'},
    {'HGETALL', probe}, {'HINCRBY', probe, 'x', 1}, {'HKEYS', probe}, {'HLEN', probe}, {'HMGET', probe, 'x'}, {'HSET', probe, 'x', 1}, {'HSETNX', probe, 'x', 1},
    {'HVALS', probe}, {'INCR', probe}, {'INCRBY', probe, 1}, {'INFO', 'replication'}, {'LRANGE', probe, 0, 0}, {'PERSIST', probe},
    {'PEXPIRE', probe, 1000}, {'PTTL', probe}, {'PUBLISH', probe, ''}, {'RENAME', probe, probe}, {'RPUSH', probe, 'x'}, {'SADD', probe, 'x'},
    {'SCARD', probe}, {'SET', probe, 1}, {'SMEMBERS', probe}, {'SPOP', probe}, {'SREM', probe, 'x'}, {'SUNION', probe}, {'SUNIONSTORE', probe, probe},
    {'TIME'}, {'TYPE', probe}, {'XADD', probe, '*', 'x', 1}, {'XINFO', 'STREAM', probe}, {'XRANGE', probe, '-', '+'}, {'XREVRANGE', probe, '+', '-'},
    {'ZADD', probe, 1, 'x'}, {'ZCARD', probe}, {'ZRANGE', probe, 0, 0}, {'ZRANGEBYSCORE', probe, 0, 0}, {'ZREM', probe, 'x'},
    {'ZREMRANGEBYSCORE', probe, 0, 0}, {'ZREVRANGEBYSCORE', probe, 0, 0}, {'ZSCAN', probe, 0},
}

local reply = {'checked'}
for _, call in ipairs(CALLS) do
    local answer = redis.pcall(unpack(call))
    local why = type(answer) == 'table' and answer.err or ''
    if string.find(why, "The user executing the script can't ", 1, true) or string.find(why, 'Unknown Redis command called from ', 1, true) then
        reply[#reply + 1] = call[1]
    end
end
redis.pcall('DEL', probe)
return reply
