-- Sets the price of an instrument to what two operators have agreed on: its base, so that the flow stays. Once under its key, so a retry is safe.
-- The house funds the pool for what the holders' shares are worth more, and is paid when they are worth less. What waits out the in-play delay in the match is refused, as after an event.
--
-- KEYS[1] instrument:{id}   KEYS[2] outbox:trades   KEYS[3] outbox:ticks
-- ARGV[1] instrument   ARGV[2] price   ARGV[3] floor   ARGV[4] cap of the base   ARGV[5] band (basis points, 0 none)
-- ARGV[6] reference in the ledger   ARGV[7] idempotency key (its Redis key)
-- returns {'set', price, seq} | {'refused', problem, facts ...}
-- @include money curve clock outbox ledger tick gate freeze band idempotency settlement/readable records

local instrument = KEYS[1]
local id, wanted, floor, cap, band = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local reference, key = ARGV[6], ARGV[7]

local closed = shut()
if closed then return closed end
local before = answered(key, reference)
if before then return before end

local function set_price()
    local i = redis.call('HMGET', instrument, 'live_base_price', 'net_flow', 'depth', 'match_base_price', 'below_floor', 'fixture_id',
        'frozen_for', 'frozen_over')
    if not i[1] then
        return {'refused', 'not-found'}
    end
    if i[7] or i[8] then
        return {'refused', 'market-over'}
    end
    local record, why = unwritable_outbox()
    if not record then
        record, why = unwritable_tick(id)
    end
    if not record then
        record, why = wrong_type(i[6] and {'fixture:' .. i[6], 'hash'} or {})
    end
    if not record then
        record, why = unreadable_account(id)
    end
    if not record then
        why = unreadable_instrument(id)
        record = why and 'instrument ' .. id
    end
    if record then
        return refuse_unreadable(record, why)
    end
    local base, flow, depth = tonumber(i[1]), tonumber(i[2]), tonumber(i[3])
    local new = div(2 * wanted * depth + depth + flow, 2 * (depth + flow))
    local lowest, highest = floor, cap
    if band > 0 and i[6] and is_whole(i[4]) then
        local bottom, top = band_edges(tonumber(i[4]), band)
        lowest, highest = math.max(floor, bottom), math.min(cap, top)
    end
    if new < lowest or new > highest then
        return {'refused', 'exposure-limit'} -- the house's worst case counts with the band
    end
    local now = now_ms()
    local funding = curve_cost(new, 0, flow, depth) - curve_cost(base, 0, flow, depth)
    if funding > 0 then
        move('house', 'pool:' .. id, funding, 'correction')
    elseif funding < 0 then
        move('pool:' .. id, 'house', -funding, 'correction')
    end
    local price, seq = reprice(id, new, flow, depth, now)
    outbox_base(id, new, tonumber(i[5] or '0'), now)
    if ledger() ~= '' then
        outbox_transfer(reference, now, ledger())
    end
    if i[6] then
        redis.call('HINCRBY', 'fixture:' .. i[6], 'events', 1)
    end
    return {'set', whole(price), whole(seq)}
end

local done = set_price()
if done[1] == 'refused' then
    return done -- not kept: it may be approved again once the cause is gone
end
return answer(key, reference, done)
