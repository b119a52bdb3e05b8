-- Stores up to which tick of each instrument every open position, and every resting order, has been judged. A retry writes the same.
-- A tick above the instrument's last was published but not recorded, and is not stored: a replay that starts there would miss the tick that gets this number.
--
-- KEYS[1] stopwatch:watched   KEYS[2] stopwatch:watched-orders: a StopWatch that knows no resting orders moves only the other
-- ARGV[1] lease   ARGV[2] fencing token   ARGV[3...] instrument, tick id (at-seq), ...
-- returns {'stored', instrument whose tick is not recorded, ...} | {'fenced'} | {'shut'}
-- @include gate fence

local watched_offsets, order_offsets = KEYS[1], KEYS[2]
local lease, token = ARGV[1], ARGV[2]

if shut() then return {'shut'} end
local refused = fenced(lease, token)
if refused then return refused end
local reply = {'stored'}
for n = 3, #ARGV, 2 do
    local last = tonumber(redis.call('HGET', 'instrument:' .. ARGV[n], 'tick_seq') or '0')
    if tonumber(string.match(ARGV[n + 1], '-(%d+)$')) > last then
        reply[#reply + 1] = ARGV[n]
    else
        redis.call('HSET', watched_offsets, ARGV[n], ARGV[n + 1])
        redis.call('HSET', order_offsets, ARGV[n], ARGV[n + 1])
    end
end
return reply
