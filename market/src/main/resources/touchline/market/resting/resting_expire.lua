-- Ends a resting order at the settlement of its match: one for the DAY, and a sale, as its shares are sold by the settlement. Others go on resting.
-- A second call finds it ended, so a retry is safe.
--
-- KEYS[1] request:{id}   KEYS[2] instrument:{id}
-- ARGV[1] request   ARGV[2] fixture
-- returns {'expired'} | {'rests'} | {'gone'} | {'fenced'} | {'shut'}
-- @include money curve clock outbox ledger tick gate freeze resting/resting position/load

local request, instrument = KEYS[1], KEYS[2]
local id, fixture = ARGV[1], ARGV[2]

if shut() then return {'shut'} end
if redis.call('HGET', instrument, 'frozen_for') ~= fixture then
    return {'fenced'}
end
if set_aside_request(id, string.match(instrument, '^instrument:(.*)$'), now_ms()) then
    return {'gone'}
end
local r = load_fields(request)
if not r or not RESTING[r.state] then
    return {'gone'}
end
local unreadable = unreadable_resting(r)
if unreadable then
    end_unreadable(id, r, unreadable, now_ms())
    return {'gone'}
end
if r.tif ~= 'DAY' and r.side ~= 'SELL' then
    return {'rests'}
end
end_unfilled(id, r, 'EXPIRED', now_ms())
return {'expired'}
