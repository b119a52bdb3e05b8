-- Opens a CFD: margin moves from cash to held, the spread is paid in the entry price.
-- With an idempotency key a retry gets the first answer; nothing is written before every check has passed.
--
-- KEYS[1] instrument:{id}   KEYS[2] wallet:{user}   KEYS[3] positions:user:{user}   KEYS[4] positions:instrument:{id}
-- KEYS[5] outbox:trades   KEYS[6] ids
-- ARGV[1] user   ARGV[2] instrument   ARGV[3] LONG | SHORT   ARGV[4] quantity   ARGV[5] leverage
-- ARGV[6] stop-loss, 0 none   ARGV[7] take-profit, 0 none   ARGV[8] worst entry price, or ''
-- ARGV[9] spread (bps)   ARGV[10] close-out (bps of margin)   ARGV[11] fee of spot orders (bps): it bounds what may be open on a side
-- ARGV[12] idempotency key (its Redis key), or ''   ARGV[13] fingerprint of the body   ARGV[14] limits
-- returns {'opened', id, entry, margin, wash-out (0: none), seq, at, levels, tick_at} | {'refused', problem}
-- @include money curve clock outbox ledger gate idempotency limits

local closed = shut()
if closed then return closed end
local before = answered(ARGV[12], ARGV[13])
if before then return before end

local i = redis.call('HMGET', KEYS[1], 'price', 'depth', 'frozen', 'tick_seq', 'tick_at', 'long_open', 'short_open',
    'live_base_price', 'match_base_price', 'net_flow')
if not i[1] or redis.call('EXISTS', KEYS[2]) == 0 then
    return {'refused', 'not-found'}
end
if i[3] == '1' then
    return {'refused', 'instrument-frozen'}
end
local user, instrument, direction = ARGV[1], ARGV[2], ARGV[3]
local q, leverage, stop, take = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local price, depth = tonumber(i[1]), tonumber(i[2])
local long = direction == 'LONG'
if stop > 0 and ((long and stop >= price) or (not long and stop <= price)) then
    return {'refused', 'stop-loss-side'}
end
if take > 0 and ((long and take <= price) or (not long and take >= price)) then
    return {'refused', 'take-profit-side'}
end

-- Pushing a price by spot orders costs at least the fee on depth x move; what that can win is bounded to less.
local side = long and 'long_open' or 'short_open'
local open = tonumber((long and i[6] or i[7]) or '0')
if open + q > div(tonumber(ARGV[11]) * depth, 10000) then
    return {'refused', 'limit-exceeded'}
end
local spread = bps_up(price, tonumber(ARGV[9]))
local entry = long and price + spread or price - spread
if entry <= 0 then
    return {'refused', 'limit-exceeded'}
end
if ARGV[8] ~= '' and ((long and entry > tonumber(ARGV[8])) or (not long and entry < tonumber(ARGV[8]))) then
    return {'refused', 'price-moved'}
end
local limits = limits_of(ARGV[14])
local base, match_base, flow = tonumber(i[8]), tonumber(i[9] or i[8]), tonumber(i[10])
local longs, shorts = tonumber(i[6] or '0') + (long and q or 0), tonumber(i[7] or '0') + (long and 0 or q)
local beyond = beyond_user(limits, user, entry * q, true) or beyond_instrument(limits, base, match_base, flow, depth, longs, shorts)
if beyond then
    return beyond
end
local margin = ceil_div(entry * q, leverage)
if margin > tonumber(redis.call('HGET', KEYS[2], 'cash')) then
    return {'refused', 'insufficient-funds'}
end
-- The nearest price at which margin + pnl <= close-out x margin.
local bearable = ceil_div(bps_up(margin, 10000 - tonumber(ARGV[10])), q)
local wash_out = long and math.max(0, entry - bearable) or entry + bearable

local now = now_ms()
local id = whole(redis.call('INCR', KEYS[6]))
local levels = ''
if stop > 0 or take > 0 then
    levels = i[4] .. ':' .. whole(stop) .. ':' .. whole(take)
end
move('cash:' .. user, 'held:' .. user, margin, 'margin')
redis.call('HSET', 'position:' .. id, 'user', user, 'instrument', instrument, 'direction', direction, 'quantity', whole(q),
    'leverage', whole(leverage), 'entry_price', whole(entry), 'margin', whole(margin), 'wash_out', whole(wash_out), 'levels', levels,
    'stop_loss', whole(stop), 'take_profit', whole(take), 'open_seq', i[4], 'open_tick_at', i[5], 'opened_at', whole(now))
redis.call('SADD', KEYS[3], id)
redis.call('SADD', KEYS[4], id)
redis.call('HINCRBY', KEYS[1], side, whole(q))
outbox_add(KEYS[5], 'type', 'open', 'id', id, 'user', user, 'instrument', instrument, 'direction', direction, 'quantity', whole(q),
    'leverage', whole(leverage), 'entry_price', whole(entry), 'margin', whole(margin), 'wash_out', whole(wash_out), 'levels', levels,
    'open_seq', i[4], 'open_tick_at', i[5], 'reference', id, 'at', whole(now), 'ledger', ledger())
redis.call('PUBLISH', 'position:changes', string.format(
    '{"type":"opened","id":"%s","user":"%s","instrument":"%s","direction":"%s","washOut":%.0f,"levels":"%s","openSeq":%s,"openTickAt":%s}',
    id, user, instrument, direction, wash_out, levels, i[4], i[5]))
return answer(ARGV[12], ARGV[13],
    {'opened', id, whole(entry), whole(margin), whole(wash_out), i[4], whole(now), levels, i[5]})
