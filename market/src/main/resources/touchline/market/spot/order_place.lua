-- Buys or sells shares of one instrument along its curve, for cash, with a fee; or, while its match is live, puts the order where it waits out the delay.
-- With an idempotency key a retry gets the first answer, a refusal too; nothing is written before every check has passed.
--
-- KEYS[1] instrument:{id}   KEYS[2] wallet:{user}   KEYS[3] holding:{user}   KEYS[4] holding_cost:{user}
-- KEYS[5] holders:{instrument}   KEYS[6] accounts   KEYS[7] outbox:trades   KEYS[8] ids
-- ARGV[1] user   ARGV[2] instrument   ARGV[3] BUY | SELL   ARGV[4] quantity   ARGV[5] worst price a share, or ''
-- ARGV[6] fee (bps)   ARGV[7] idempotency key (its Redis key), or ''   ARGV[8] fingerprint of the body   ARGV[9] limits   ARGV[10] in-play delay (ms), 0 none
-- ARGV[11] deadline (ms by Redis' clock), or ''
-- returns {'filled', id, amount, fee, price after, at} | {'pending', id, due at} | {'refused', problem}
-- @include money curve clock outbox ledger tick gate freeze backlog limits idempotency inplay/waiting spot/filling

local closed = shut()
if closed then return closed end
local before = answered(ARGV[7], ARGV[8])
if before then return before end
local late = expired(ARGV[11]) or behind()
if late then return late end

local user, instrument, now = ARGV[1], ARGV[2], now_ms()
local done
local fixture, events = must_wait(instrument, tonumber(ARGV[10]))
if fixture then
    done = redis.call('EXISTS', KEYS[2]) == 0 and {'refused', 'not-found'} or frozen(instrument, now)
        or wait('ORDER', user, instrument, fixture, events, now, tonumber(ARGV[10]),
        'side', ARGV[3], 'quantity', ARGV[4], 'worst', ARGV[5], 'fee_bps', ARGV[6], 'limits', ARGV[9])
else
    done = fill_order({user = user, instrument = instrument, side = ARGV[3], quantity = ARGV[4], worst = ARGV[5], fee_bps = ARGV[6], limits = ARGV[9]}, now)
end
return answer(ARGV[7], ARGV[8], done)
