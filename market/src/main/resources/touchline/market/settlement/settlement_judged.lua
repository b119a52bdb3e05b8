-- Notes that every open position on an instrument has been judged by every tick up to the snapshot, so that closing them need not read those
-- ticks again for each. Nothing opens while it is frozen, so none can be missing. A retry writes the same.
--
-- KEYS[1] instrument:{id}
-- ARGV[1] fixture
-- returns {'noted'} | {'left'}: not the fixture's, or another program has written ticks after the snapshot | {'shut'}
-- @include gate

local instrument_key = KEYS[1]
local fixture = ARGV[1]

if shut() then return {'shut'} end
local i = redis.call('HMGET', instrument_key, 'frozen_for', 'ft_seq', 'tick_seq', 'tick_at')
if i[1] ~= fixture or i[2] ~= i[3] or not i[4] then
    return {'left'}
end
redis.call('HSET', instrument_key, 'ft_judged', i[4] .. '-' .. i[2])
return {'noted'}
