-- Puts a triggered order or opening back into `waiting:triggered` where it is missing from it. A second call finds it there, so a retry is safe.
--
-- KEYS[1] request:{id}   KEYS[2] waiting:triggered
-- ARGV[1] request
-- returns {'queued'} | {'known'}: it is there, or it is not triggered | {'shut'}
-- @include gate

local request, triggered = KEYS[1], KEYS[2]
local id = ARGV[1]

if shut() then return {'shut'} end
local r = redis.call('HMGET', request, 'state', 'execute_at')
if r[1] ~= 'TRIGGERED' or redis.call('ZADD', triggered, 'NX', tonumber(r[2]) and r[2] or '0', id) == 0 then
    return {'known'}
end
return {'queued'}
