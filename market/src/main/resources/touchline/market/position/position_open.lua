-- Opens a CFD: margin moves from cash to held, the spread is paid in the entry price. While its match is live, queues the request until the delay has passed.
-- With an idempotency key a retry gets the first answer, a refusal too; nothing is written before every check has passed.
--
-- KEYS[1] instrument:{id}   KEYS[2] wallet:{user}   KEYS[3] positions:user:{user}   KEYS[4] positions:instrument:{id}
-- KEYS[5] outbox:trades   KEYS[6] ids
-- ARGV[1] user   ARGV[2] instrument   ARGV[3] LONG | SHORT   ARGV[4] quantity   ARGV[5] leverage
-- ARGV[6] stop-loss, 0 none   ARGV[7] take-profit, 0 none   ARGV[8] worst entry price, or ''
-- ARGV[9] spread (bps)   ARGV[10] close-out (bps of margin)   ARGV[11] fee of spot orders (bps): it bounds what may be open on a side
-- ARGV[12] idempotency key (its Redis key), or ''   ARGV[13] fingerprint of the body   ARGV[14] limits   ARGV[15] in-play delay (ms), 0 none
-- ARGV[16] deadline (ms by Redis' clock), or ''   ARGV[17] distance of a trailing stop, 0 none
-- returns {'opened', id, entry, margin, wash-out (0: none), seq, at, levels, tick_at, price} | {'pending', id, due at} | {'refused', problem, facts ...}
-- @include money curve clock outbox ledger gate freeze backlog limits blocked idempotency inplay/waiting position/opening

local wallet = KEYS[2]
local user, instrument, direction, quantity, leverage, stop = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local take, worst, spread_bps, close_out_bps, fee_bps, key = ARGV[7], ARGV[8], ARGV[9], ARGV[10], ARGV[11], ARGV[12]
local fingerprint, limits, delay_ms, deadline, trail = ARGV[13], ARGV[14], ARGV[15], ARGV[16], ARGV[17]

local closed = shut()
if closed then return closed end
local before = answered(key, fingerprint)
if before then return before end
local late = expired(deadline) or behind()
if late then return late end

local now = now_ms()
local request = {user = user, instrument = instrument, direction = direction, quantity = quantity, leverage = leverage,
    stop = stop, take = take, trail = trail, worst = worst, spread_bps = spread_bps, close_out_bps = close_out_bps, fee_bps = fee_bps, limits = limits}
local done
local fixture, events = must_wait(instrument, tonumber(delay_ms))
if fixture then
    local act = direction == 'LONG' and 'open-long' or 'open-short'
    done = redis.call('EXISTS', wallet) == 0 and {'refused', 'not-found'} or frozen(instrument, now, act) or blocked(user) or opening_levels(request)
        or wait('OPEN', user, instrument, fixture, events, now, tonumber(delay_ms),
        'direction', direction, 'quantity', quantity, 'leverage', leverage, 'stop', stop, 'take', take, 'trail', trail, 'worst', worst,
        'spread_bps', spread_bps, 'close_out_bps', close_out_bps, 'fee_bps', fee_bps, 'limits', limits)
else
    done = open_position(request, now)
end
return answer(key, fingerprint, done)
