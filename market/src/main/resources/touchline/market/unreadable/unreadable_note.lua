-- Notes that a record can't be read. A note that is there stays, so a retry is safe and a settlement's note is not replaced.
--
-- KEYS[1] set_aside
-- ARGV[1] subject, as in 'position 4711'   ARGV[2] why, in words
-- returns {'noted'} | {'known'} | {'shut'}
-- @include money clock gate

local set_aside = KEYS[1]
local subject, why = ARGV[1], ARGV[2]

if shut() then return {'shut'} end
local note = cjson.encode({fixture = '', instrument = '', why = why, at = whole(now_ms())})
if redis.call('HSETNX', set_aside, subject, note) == 1 then
    return {'noted'}
end
return {'known'}
