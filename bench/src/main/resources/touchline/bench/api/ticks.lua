-- For the bench alone: moves instruments' bases by what is added to them, as bumps would.
-- ARGV: instrument, base, ...
-- returns {seq of the last}
-- @include money curve clock outbox tick
local _, seq
for n = 1, #ARGV, 2 do
    local i = redis.call('HMGET', 'instrument:' .. ARGV[n], 'net_flow', 'depth')
    _, seq = reprice(ARGV[n], tonumber(ARGV[n + 1]), tonumber(i[1]), tonumber(i[2]), now_ms())
end
return {whole(seq)}
