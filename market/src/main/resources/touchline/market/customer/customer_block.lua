-- Blocks a user, or ends the block. A second call changes nothing, so a retry is safe.
--
-- KEYS[1] wallet:{user}
-- ARGV[1] 1 to block, '' to end the block
-- returns {'done'} | {'refused', 'not-found' | 'unavailable'}
-- @include gate

local wallet, block = KEYS[1], ARGV[1]

local closed = shut()
if closed then return closed end
if redis.call('EXISTS', wallet) == 0 then
    return {'refused', 'not-found'}
end
if block == '1' then
    redis.call('HSET', wallet, 'blocked', '1')
else
    redis.call('HDEL', wallet, 'blocked')
end
return {'done'}
