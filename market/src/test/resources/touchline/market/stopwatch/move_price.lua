-- For the tests of the stop watch alone: moves an instrument's base, as a bump would.
-- ARGV: instrument, base, 'publish' or 'silent' (a message that got lost)
-- @include money curve clock outbox tick
if ARGV[3] == 'silent' then
    local call = redis.call
    local i = call('HMGET', 'instrument:' .. ARGV[1], 'price', 'tick_seq', 'tick_at', 'depth')
    local seq, at = tonumber(i[2]) + 1, math.max(now_ms(), tonumber(i[3]))
    call('HSET', 'instrument:' .. ARGV[1], 'live_base_price', ARGV[2], 'price', ARGV[2], 'tick_seq', whole(seq), 'tick_at', whole(at))
    call('XADD', 'price_ticks:' .. ARGV[1], whole(at) .. '-' .. whole(seq), 'seq', whole(seq), 'price', ARGV[2], 'at', whole(at))
    return {'moved', whole(seq)}
end
local _, seq = reprice(ARGV[1], tonumber(ARGV[2]), 0, tonumber(redis.call('HGET', 'instrument:' .. ARGV[1], 'depth')), now_ms())
return {'moved', whole(seq)}
