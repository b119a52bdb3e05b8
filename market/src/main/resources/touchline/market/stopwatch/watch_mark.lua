-- Notes up to which tick of each instrument every open position has been judged. A retry writes the same.
--
-- KEYS[1] stopwatch:watched
-- ARGV[1] lease   ARGV[2] fencing token   ARGV[3...] instrument, tick id (at-seq), ...
-- returns {'marked'} | {'fenced'}
-- @include fence

local refused = fenced(ARGV[1], ARGV[2])
if refused then return refused end
for n = 3, #ARGV, 2 do
    redis.call('HSET', KEYS[1], ARGV[n], ARGV[n + 1])
end
return {'marked'}
