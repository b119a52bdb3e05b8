-- Delists a player who is in no squad: shares may be sold and positions closed, nothing bought or opened. A match that the player is
-- in goes on. instrument_list lists the player again. A second call changes nothing, so a retry is safe.
--
-- KEYS[1] instrument:{id}   KEYS[2] outbox:ticks
-- ARGV[1] id
-- returns {'delisted'} | {'unchanged'} | {'refused', 'unavailable'}
-- @include money clock outbox gate

local instrument_key = KEYS[1]
local id = ARGV[1]

local closed = shut()
if closed then return closed end
local i = redis.call('HMGET', instrument_key, 'price', 'team_id', 'delisted')
if not i[1] or i[3] then
    return {'unchanged'}
end
redis.call('HSET', instrument_key, 'delisted', '1')
redis.call('SREM', 'instruments:team:' .. i[2], id)
outbox_delisted(id, now_ms())
return {'delisted'}
