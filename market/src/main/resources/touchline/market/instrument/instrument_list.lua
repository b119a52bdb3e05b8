-- Lists an instrument, or brings an existing one's name, team and position up to date, and back onto the list. Prices of an existing one are not touched,
-- so a retry is safe.
--
-- KEYS[1] instrument:{id}   KEYS[2] instruments (set of ids)   KEYS[3] outbox:ticks   KEYS[4] instruments:team:{team}
-- ARGV[1] id   ARGV[2] name   ARGV[3] team id   ARGV[4] team   ARGV[5] position   ARGV[6] starting price   ARGV[7] depth
-- returns {'listed'} | {'updated'} | {'unchanged'} | {'refused', 'unavailable'}
-- @include money clock outbox gate

local instrument_key, instruments, team_instruments = KEYS[1], KEYS[2], KEYS[4]
local id, name, team_id, team, position, price, depth = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]

local closed = shut()
if closed then return closed end
local now = whole(now_ms())
local was = redis.call('HMGET', instrument_key, 'price', 'name', 'team_id', 'team', 'position', 'depth', 'delisted')
local kind = 'updated'
if not was[1] then
    kind = 'listed'
    redis.call('HSET', instrument_key, 'live_base_price', price, 'net_flow', '0', 'price', price, 'tick_seq', '0', 'tick_at', '0',
        'depth', depth, 'below_floor', '0', 'long_open', '0', 'short_open', '0')
elseif was[2] == name and was[3] == team_id and was[4] == team and was[5] == position and not was[7] then
    return {'unchanged'}
end
if was[3] and was[3] ~= team_id then
    redis.call('SREM', 'instruments:team:' .. was[3], id)
end
redis.call('HDEL', instrument_key, 'delisted')
redis.call('HSET', instrument_key, 'name', name, 'team_id', team_id, 'team', team, 'position', position)
redis.call('SADD', instruments, id)
redis.call('SADD', team_instruments, id)
outbox_instrument(id, name, team_id, team, position, price, was[6] or depth, now)
return {kind}
