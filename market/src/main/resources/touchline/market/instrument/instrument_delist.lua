-- Delists a player who is in no squad: shares may be sold and positions closed, nothing bought or opened. A match that the player is
-- in goes on. instrument_list lists the player again. A second call changes nothing, so a retry is safe.
--
-- KEYS[1] instrument:{id}   KEYS[2] outbox:ticks
-- ARGV[1] id
-- returns {'delisted'} | {'unchanged'} | {'refused', 'unavailable'}
-- @include money clock outbox gate

local closed = shut()
if closed then return closed end
local i = redis.call('HMGET', KEYS[1], 'price', 'team_id', 'delisted')
if not i[1] or i[3] then
    return {'unchanged'}
end
redis.call('HSET', KEYS[1], 'delisted', '1')
redis.call('SREM', 'instruments:team:' .. i[2], ARGV[1])
outbox_add(KEYS[2], 'type', 'delisted', 'instrument', ARGV[1], 'at', whole(now_ms()))
return {'delisted'}
