-- Notes up to which tick of each instrument every open position has been judged. A retry writes the same.
-- A tick that the instrument has not come to was published by somebody who did not write it down, and is not noted: a replay beginning there
-- would not see the tick that gets this number.
--
-- KEYS[1] stopwatch:watched
-- ARGV[1] lease   ARGV[2] fencing token   ARGV[3...] instrument, tick id (at-seq), ...
-- returns {'marked', instrument whose tick is unheard of, ...} | {'fenced'} | {'shut'}
-- @include gate fence

if shut() then return {'shut'} end
local refused = fenced(ARGV[1], ARGV[2])
if refused then return refused end
local reply = {'marked'}
for n = 3, #ARGV, 2 do
    local stands = tonumber(redis.call('HGET', 'instrument:' .. ARGV[n], 'tick_seq') or '0')
    if tonumber(string.match(ARGV[n + 1], '-(%d+)$')) > stands then
        reply[#reply + 1] = ARGV[n]
    else
        redis.call('HSET', KEYS[1], ARGV[n], ARGV[n + 1])
    end
end
return reply
