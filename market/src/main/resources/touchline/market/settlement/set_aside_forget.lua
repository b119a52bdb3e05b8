-- Deletes the note of a record that could not be read. What is kept of it, and its money, stay. A second call finds it gone, so a retry is safe.
--
-- KEYS[1] set_aside
-- ARGV[1] subject
-- returns {'forgotten'} | {'gone'} | {'shut'}
-- @include gate

local set_aside = KEYS[1]
local subject = ARGV[1]

if shut() then return {'shut'} end
if redis.call('HDEL', set_aside, subject) == 1 then
    return {'forgotten'}
end
return {'gone'}
