-- Buys or sells shares of one instrument along its curve, for cash, with a fee; or, while its match is live, queues the order until the delay has passed.
-- With an idempotency key a retry gets the first answer, a refusal too; nothing is written before every check has passed.
--
-- KEYS[1] instrument:{id}   KEYS[2] wallet:{user}   KEYS[3] holding:{user}   KEYS[4] holding_cost:{user}
-- KEYS[5] holders:{instrument}   KEYS[6] accounts   KEYS[7] outbox:trades   KEYS[8] ids   KEYS[9] client_order:{user}:{id}, only with an id of the user's own
-- ARGV[1] user   ARGV[2] instrument   ARGV[3] BUY | SELL   ARGV[4] quantity   ARGV[5] worst price a share, or ''
-- ARGV[6] fee (bps)   ARGV[7] idempotency key (its Redis key), or ''   ARGV[8] fingerprint of the body   ARGV[9] limits   ARGV[10] in-play delay (ms), 0 none
-- ARGV[11] deadline (ms by Redis' clock), or ''   ARGV[12] the user's own id of the order, or ''   ARGV[13] '1' if the book has an order with it, else ''
-- returns {'filled', id, amount, fee, price after, at} | {'pending', id, due at} | {'refused', problem}
-- @include money curve clock outbox ledger tick gate freeze backlog limits blocked idempotency inplay/waiting spot/filling

local wallet, client_order = KEYS[2], KEYS[9]
local user, instrument, side, quantity, worst, fee_bps = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local key, fingerprint, limits, delay_ms, deadline = ARGV[7], ARGV[8], ARGV[9], ARGV[10], ARGV[11]
local client_id, used = ARGV[12] ~= '' and ARGV[12] or nil, ARGV[13] == '1'

local closed = shut()
if closed then return closed end
local before = answered(key, fingerprint)
if before then return before end
local late = expired(deadline) or behind()
if late then return late end

-- The flusher has brought it into the book long before the key expires: one of the two knows it.
if client_id and (used or redis.call('EXISTS', client_order) == 1) then
    return answer(key, fingerprint, {'refused', 'client-order-id-used'})
end

local now = now_ms()
local done
local fixture, events = must_wait(instrument, tonumber(delay_ms))
if fixture then
    done = redis.call('EXISTS', wallet) == 0 and {'refused', 'not-found'} or frozen(instrument, now, side == 'BUY' and 'buy' or 'sell')
        or (side == 'BUY' and blocked(user)) or wait('ORDER', user, instrument, fixture, events, now, tonumber(delay_ms),
        'side', side, 'quantity', quantity, 'worst', worst, 'fee_bps', fee_bps, 'limits', limits, unpack(client_id and {'client_id', client_id} or {}))
else
    done = fill_order({user = user, instrument = instrument, side = side, quantity = quantity, worst = worst, fee_bps = fee_bps, limits = limits,
        client_id = client_id}, now)
end
if client_id and done[1] ~= 'refused' then
    redis.call('SET', client_order, done[2], 'EX', 86400)
end
return answer(key, fingerprint, done)
