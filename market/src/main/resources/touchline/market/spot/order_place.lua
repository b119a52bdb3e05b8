-- Buys or sells shares of one instrument along its curve, for cash, with a fee; or, while its match is live, queues the order until the delay has passed.
-- With an idempotency key a retry gets the first answer, a refusal too; nothing is written before every check has passed.
--
-- KEYS[1] instrument:{id}   KEYS[2] wallet:{user}   KEYS[3] holding:{user}   KEYS[4] holding_cost:{user}
-- KEYS[5] holders:{instrument}   KEYS[6] accounts   KEYS[7] outbox:trades   KEYS[8] ids
-- ARGV[1] user   ARGV[2] instrument   ARGV[3] BUY | SELL   ARGV[4] quantity   ARGV[5] worst price a share, or ''
-- ARGV[6] fee (bps)   ARGV[7] idempotency key (its Redis key), or ''   ARGV[8] fingerprint of the body   ARGV[9] limits   ARGV[10] in-play delay (ms), 0 none
-- ARGV[11] deadline (ms by Redis' clock), or ''
-- returns {'filled', id, amount, fee, price after, at} | {'pending', id, due at} | {'refused', problem}
-- @include money curve clock outbox ledger tick gate freeze backlog limits blocked idempotency inplay/waiting spot/filling

local wallet = KEYS[2]
local user, instrument, side, quantity, worst, fee_bps = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local key, fingerprint, limits, delay_ms, deadline = ARGV[7], ARGV[8], ARGV[9], ARGV[10], ARGV[11]

local closed = shut()
if closed then return closed end
local before = answered(key, fingerprint)
if before then return before end
local late = expired(deadline) or behind()
if late then return late end

local now = now_ms()
local done
local fixture, events = must_wait(instrument, tonumber(delay_ms))
if fixture then
    done = redis.call('EXISTS', wallet) == 0 and {'refused', 'not-found'} or frozen(instrument, now, side == 'BUY' and 'buy' or 'sell')
        or (side == 'BUY' and blocked(user)) or wait('ORDER', user, instrument, fixture, events, now, tonumber(delay_ms),
        'side', side, 'quantity', quantity, 'worst', worst, 'fee_bps', fee_bps, 'limits', limits)
else
    done = fill_order({user = user, instrument = instrument, side = side, quantity = quantity, worst = worst, fee_bps = fee_bps, limits = limits}, now)
end
return answer(key, fingerprint, done)
