-- Lets requests that wait out the in-play delay wait it again from now: a node has noticed that Redis' clock was set, and nobody knows any more how long they
-- have waited. A retry starts the delay once more.
--
-- KEYS[1] waiting or waiting:orders
-- ARGV[1] cursor of ZSCAN, '0' to begin   ARGV[2] how many to read at a time
-- returns {'restarted', next cursor ('0' after the last), how many} | {'shut'}
-- @include money clock gate inplay/delay

local queue, cursor, count = KEYS[1], ARGV[1], ARGV[2]

if shut() then return {'shut'} end
local now = now_ms()
local page = redis.call('ZSCAN', queue, cursor, 'COUNT', count)
for n = 1, #page[2], 2 do
    restart_delay(queue, page[2][n], now, LONGEST_DELAY)
end
return {'restarted', page[1], whole(#page[2] / 2)}
