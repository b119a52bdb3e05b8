-- Notes up to which user a sweep has come, so that the next one begins with those it did not come to. A retry writes the same.
--
-- KEYS[1] sweep:margin   string, absent where the last sweep came to everyone
-- ARGV[1] lease   ARGV[2] fencing token   ARGV[3] user, or '' for everyone
-- returns {'marked'} | {'fenced'} | {'shut'}
-- @include gate fence

if shut() then return {'shut'} end
local refused = fenced(ARGV[1], ARGV[2])
if refused then return refused end
if ARGV[3] == '' then
    redis.call('DEL', KEYS[1])
else
    redis.call('SET', KEYS[1], ARGV[3])
end
return {'marked'}
