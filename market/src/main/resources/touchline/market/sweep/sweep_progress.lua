-- Stores the last user that a sweep has reached, so that the next one starts after it. A retry writes the same.
--
-- KEYS[1] sweep:margin   string, absent if the last sweep reached everyone
-- ARGV[1] lease   ARGV[2] fencing token   ARGV[3] user, or '' if everyone was reached
-- returns {'stored'} | {'fenced'} | {'shut'}
-- @include gate fence

local sweep_progress = KEYS[1]
local lease, token, user = ARGV[1], ARGV[2], ARGV[3]

if shut() then return {'shut'} end
local refused = fenced(lease, token)
if refused then return refused end
if user == '' then
    redis.call('DEL', sweep_progress)
else
    redis.call('SET', sweep_progress, user)
end
return {'stored'}
