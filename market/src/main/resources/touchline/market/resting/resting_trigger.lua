-- Triggers a resting order or opening at a tick that reaches it: from then on it waits in `waiting:triggered` to be filled, which any node does (inplay_execute.lua), so a
-- crash between the two loses nothing. A second call finds it triggered, so a retry is safe.
-- A limit on shares is filled here, where nothing stops it: of many at one price each finds the price that those before it have left. One that can't be filled at
-- the price of now goes on resting, and nothing is written.
-- An order, or an instrument, that can't be read is named for operators, and triggers nothing.
--
-- KEYS[1] request:{id}   Also: its instrument.
-- ARGV[1] request   ARGV[2] seq, ARGV[3] price of the tick   ARGV[4] id that this tick must have in its stream (at-seq), if it was only published; or ''
-- ARGV[5] lease   ARGV[6] fencing token   ARGV[7] instrument   ARGV[8] the limits of now (limits.lua)
-- returns {'triggered'} | {'rests'} | {'gone'} | {'tick-not-recorded'} | {'fenced'} | {'shut'}
-- @include money curve clock outbox ledger tick gate freeze fence resting/resting position/load

local request = KEYS[1]
local id, seq, price, required_tick, lease, token = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4], ARGV[5], ARGV[6]
local instrument, limits_now = ARGV[7], ARGV[8]

if shut() then return {'shut'} end
local refused = fenced(lease, token)
if refused then return refused end
if set_aside_request(id, instrument, now_ms()) then
    return {'gone'}
end
local r = load_fields(request)
if not r or r.state ~= 'WORKING' then
    return {'gone'}
end
local unreadable = unreadable_resting(r)
if unreadable then
    end_unreadable(id, r, unreadable, now_ms())
    return {'gone'}
end
if seq <= tonumber(r.after_seq) or not reached(r, price) then
    return {'rests'}
end
local spoiled = redis.call('EXISTS', 'instrument:' .. r.instrument) == 1 and unreadable_instrument(r.instrument)
if spoiled then
    note_unreadable('instrument ' .. r.instrument, spoiled)
    return {'rests'}
end
local i = redis.call('HMGET', 'instrument:' .. r.instrument, 'price', 'live_base_price', 'net_flow', 'depth')
if not i[1] then
    return {'gone'}
end
if required_tick ~= '' and #redis.call('XRANGE', 'price_ticks:' .. r.instrument, required_tick, required_tick) == 0 then
    return {'tick-not-recorded'}
end
if r.waits_for == 'LIMIT' then
    if not reached(r, tonumber(i[1])) then
        return {'rests'}
    end
    if r.kind == 'ORDER' then
        local amount = order_terms(tonumber(i[2]), tonumber(i[3]), tonumber(i[4]), r.side == 'BUY', tonumber(r.quantity), tonumber(r.fee_bps))
        local bound = tonumber(r.limit_price) * tonumber(r.quantity)
        if not amount or (r.side == 'BUY' and amount > bound) or (r.side == 'SELL' and amount < bound) then
            return {'rests'}
        end
    end
end
local now = now_ms()
r.trigger_seq, r.trigger_price, r.execute_at, r.tries = whole(seq), whole(price), whole(now), '0'

-- Fills a limit on shares under the limits of now. What stops it is left to the queue; an error before anything is written, as of a spoiled record, too.
local function filled_at_once()
    local accepted = r.limits
    r.limits = limits_now
    local ok, done = pcall(fill_order, r, now, id)
    r.limits = accepted
    if not ok and ledger() ~= '' then
        error(done, 0)
    end
    return ok and done[1] == 'filled' and done or nil
end

local filled = r.waits_for == 'LIMIT' and r.kind == 'ORDER' and filled_at_once()
if filled then
    end_filled(id, r)
    r.state, r.decided_at, r.amount, r.fee, r.reserved, r.reserved_shares = 'FILLED', whole(now), filled[3], filled[4], '0', '0'
    write(id, r)
    redis.call('EXPIRE', request, 86400)
    publish_request(id, r)
    return {'triggered'}
end
enter(id, r, 'TRIGGERED', now)
return {'triggered'}
