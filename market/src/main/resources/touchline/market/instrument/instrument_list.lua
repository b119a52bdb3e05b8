-- Lists an instrument, or brings an existing one's name, team and position up to date, and back onto the list. Prices of an existing one are not touched,
-- so a retry is safe.
--
-- KEYS[1] instrument:{id}   KEYS[2] instruments (set of ids)   KEYS[3] outbox:ticks   KEYS[4] instruments:team:{team}
-- ARGV[1] id   ARGV[2] name   ARGV[3] team id   ARGV[4] team   ARGV[5] position   ARGV[6] starting price   ARGV[7] depth
-- returns {'listed'} | {'updated'} | {'unchanged'} | {'refused', 'unavailable'}
-- @include money clock outbox gate

local closed = shut()
if closed then return closed end
local now = whole(now_ms())
local was = redis.call('HMGET', KEYS[1], 'price', 'name', 'team_id', 'team', 'position', 'depth', 'delisted')
local kind = 'updated'
if not was[1] then
    kind = 'listed'
    redis.call('HSET', KEYS[1], 'live_base_price', ARGV[6], 'net_flow', '0', 'price', ARGV[6], 'tick_seq', '0', 'tick_at', '0',
        'depth', ARGV[7], 'below_floor', '0', 'long_open', '0', 'short_open', '0')
elseif was[2] == ARGV[2] and was[3] == ARGV[3] and was[4] == ARGV[4] and was[5] == ARGV[5] and not was[7] then
    return {'unchanged'}
end
if was[3] and was[3] ~= ARGV[3] then
    redis.call('SREM', 'instruments:team:' .. was[3], ARGV[1])
end
redis.call('HDEL', KEYS[1], 'delisted')
redis.call('HSET', KEYS[1], 'name', ARGV[2], 'team_id', ARGV[3], 'team', ARGV[4], 'position', ARGV[5])
redis.call('SADD', KEYS[2], ARGV[1])
redis.call('SADD', KEYS[4], ARGV[1])
outbox_add(KEYS[3], 'type', 'instrument', 'instrument', ARGV[1], 'name', ARGV[2], 'team_id', ARGV[3], 'team', ARGV[4],
    'position', ARGV[5], 'price', ARGV[6], 'depth', was[6] or ARGV[7], 'at', now)
return {kind}
