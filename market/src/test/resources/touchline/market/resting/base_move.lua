-- For tests alone: moves an instrument's base as an event does, with the money that its shares gain or lose.
-- ARGV: instrument, base
-- @include money curve clock outbox ledger tick
local id, base = ARGV[1], tonumber(ARGV[2])
local i = redis.call('HMGET', 'instrument:' .. id, 'live_base_price', 'net_flow', 'depth', 'below_floor')
local before, flow, depth, now = tonumber(i[1]), tonumber(i[2]), tonumber(i[3]), now_ms()
local change = curve_cost(base, 0, flow, depth) - curve_cost(before, 0, flow, depth)
if change > 0 then move('house', 'pool:' .. id, change, 'bump') end
if change < 0 then move('pool:' .. id, 'house', -change - 1, 'bump') end
if ledger() ~= '' then outbox_transfer('test', now, ledger()) end
outbox_base(id, base, tonumber(i[4] or '0'), now)
local _, seq = reprice(id, base, flow, depth, now)
return {whole(seq)}
