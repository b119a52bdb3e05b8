-- For tests alone: moves instruments' bases, as bumps would.
-- ARGV: instrument, base, ...
-- @include money curve clock outbox tick
local _, seq
for n = 1, #ARGV, 2 do
    _, seq = reprice(ARGV[n], tonumber(ARGV[n + 1]), 0, tonumber(redis.call('HGET', 'instrument:' .. ARGV[n], 'depth')), now_ms())
end
return {whole(seq)}
