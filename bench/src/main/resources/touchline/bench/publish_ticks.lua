-- For measurements alone: moves instruments' bases, as bumps would. Each move is a tick in every respect.
-- ARGV: instrument, base, ...
-- @include money curve clock outbox tick
local now = now_ms()
for n = 1, #ARGV, 2 do
    reprice(ARGV[n], tonumber(ARGV[n + 1]), 0, 100000000, now)
end
return {'moved'}
