-- Stores up to which tick of each instrument every open position, and every resting order, has been judged. A retry writes the same.
-- A tick above the instrument's last was published but not recorded, and is not stored: a replay that starts there would miss the tick that gets this number. Nor is
-- one stored where its stream lacks a tick that was published: another may have its number.
--
-- KEYS[1] stopwatch:watched   KEYS[2] stopwatch:watched-orders: a StopWatch that knows no resting orders moves only the other
-- ARGV[1] lease   ARGV[2] fencing token   ARGV[3...] instrument, tick id (at-seq), ids that its stream must have, joined by blanks, ...
-- returns {'stored', instrument whose tick is not recorded, ...} | {'fenced'} | {'shut'}
-- @include gate fence

local watched_offsets, order_offsets = KEYS[1], KEYS[2]
local lease, token = ARGV[1], ARGV[2]

if shut() then return {'shut'} end
local refused = fenced(lease, token)
if refused then return refused end
local reply = {'stored'}

local function lacks(instrument, ids)
    for id in string.gmatch(ids, '%S+') do
        if #redis.call('XRANGE', 'price_ticks:' .. instrument, id, id) == 0 then
            return true
        end
    end
    return false
end

for n = 3, #ARGV, 3 do
    local last = tonumber(redis.call('HGET', 'instrument:' .. ARGV[n], 'tick_seq') or '0')
    if tonumber(string.match(ARGV[n + 1], '-(%d+)$')) > last or lacks(ARGV[n], ARGV[n + 2]) then
        reply[#reply + 1] = ARGV[n]
    else
        redis.call('HSET', watched_offsets, ARGV[n], ARGV[n + 1])
        redis.call('HSET', order_offsets, ARGV[n], ARGV[n + 1])
    end
end
return reply
