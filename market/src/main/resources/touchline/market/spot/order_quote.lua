-- Quotes an order by the terms at which it would be filled now. Changes nothing.
--
-- KEYS[1] instrument:{id}
-- ARGV[1] instrument   ARGV[2] BUY | SELL   ARGV[3] quantity   ARGV[4] fee (bps)
-- returns {'quoted', amount, fee, price after, seq} | {'refused', problem}
-- @include money curve clock outbox ledger tick gate freeze limits spot/filling

local instrument_key = KEYS[1]
local instrument, side, quantity, fee_bps = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

local closed = shut()
if closed then return closed end
local i = redis.call('HMGET', instrument_key, 'live_base_price', 'net_flow', 'depth', 'tick_seq', 'delisted')
if not i[1] then
    return {'refused', 'not-found'}
end
local stopped = frozen(instrument, now_ms(), side == 'BUY' and 'buy' or 'sell')
if stopped then return stopped end
local unreadable = unreadable_instrument(instrument)
if unreadable then
    return refuse_unreadable('instrument ' .. instrument, unreadable)
end
if i[5] and side == 'BUY' then
    return {'refused', 'instrument-delisted'}
end
local base, depth = tonumber(i[1]), tonumber(i[3])
local amount, fee, flow = order_terms(base, tonumber(i[2]), depth, side == 'BUY', tonumber(quantity), tonumber(fee_bps))
if not amount then
    return fee -- the refusal
end
return {'quoted', whole(amount), whole(fee), whole(curve_price(base, flow, depth)), i[4]}
