-- Opens a CFD: margin moves from cash to held, the spread is paid in the entry price. Or, while its match is live, puts the wish where it waits out the delay.
-- With an idempotency key a retry gets the first answer, a refusal too; nothing is written before every check has passed.
--
-- KEYS[1] instrument:{id}   KEYS[2] wallet:{user}   KEYS[3] positions:user:{user}   KEYS[4] positions:instrument:{id}
-- KEYS[5] outbox:trades   KEYS[6] ids
-- ARGV[1] user   ARGV[2] instrument   ARGV[3] LONG | SHORT   ARGV[4] quantity   ARGV[5] leverage
-- ARGV[6] stop-loss, 0 none   ARGV[7] take-profit, 0 none   ARGV[8] worst entry price, or ''
-- ARGV[9] spread (bps)   ARGV[10] close-out (bps of margin)   ARGV[11] fee of spot orders (bps): it bounds what may be open on a side
-- ARGV[12] idempotency key (its Redis key), or ''   ARGV[13] fingerprint of the body   ARGV[14] limits   ARGV[15] in-play delay (ms), 0 none
-- ARGV[16] deadline (ms by Redis' clock), or ''
-- returns {'opened', id, entry, margin, wash-out (0: none), seq, at, levels, tick_at, price} | {'pending', id, due at} | {'refused', problem, facts ...}
-- @include money curve clock outbox ledger gate freeze backlog limits idempotency inplay/waiting position/opening

local closed = shut()
if closed then return closed end
local before = answered(ARGV[12], ARGV[13])
if before then return before end
local late = expired(ARGV[16]) or behind()
if late then return late end

local user, instrument, now = ARGV[1], ARGV[2], now_ms()
local wish = {user = user, instrument = instrument, direction = ARGV[3], quantity = ARGV[4], leverage = ARGV[5],
    stop = ARGV[6], take = ARGV[7], worst = ARGV[8], spread_bps = ARGV[9], close_out_bps = ARGV[10], fee_bps = ARGV[11], limits = ARGV[14]}
local done
local fixture, events = must_wait(instrument, tonumber(ARGV[15]))
if fixture then
    done = redis.call('EXISTS', KEYS[2]) == 0 and {'refused', 'not-found'} or frozen(instrument, now) or opening_levels(wish)
        or wait('OPEN', user, instrument, fixture, events, now, tonumber(ARGV[15]),
        'direction', ARGV[3], 'quantity', ARGV[4], 'leverage', ARGV[5], 'stop', ARGV[6], 'take', ARGV[7], 'worst', ARGV[8],
        'spread_bps', ARGV[9], 'close_out_bps', ARGV[10], 'fee_bps', ARGV[11], 'limits', ARGV[14])
else
    done = open_position(wish, now)
end
return answer(ARGV[12], ARGV[13], done)
