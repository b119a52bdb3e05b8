-- Settles a position that a settlement has set aside and that can be read again: at the price and for the reason that the settlement would have closed it.
-- A second call finds it gone, so a retry is safe.
--
-- KEYS[1] set_aside:position:{id}   KEYS[2] position:{id}   KEYS[3] set_aside
-- ARGV[1] position   ARGV[2] reason   ARGV[3] price   ARGV[4] seq of that price's tick
-- returns {'closed', reason, price, seq, payout, at} | {'unreadable', why} | {'gone'} | {'shut'}
-- @include money clock outbox ledger gate position/closing readable records

local evidence, position, set_aside = KEYS[1], KEYS[2], KEYS[3]
local id, reason, price, seq = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])

if shut() then return {'shut'} end
if redis.call('EXISTS', evidence) == 0 then
    return {'gone'}
end
local p = load_fields(evidence)
local why = unreadable_position(p)
if why then
    return {'unreadable', why}
end
local record, broken = unwritable_close(p.instrument, p.user)
if record then
    return {'unreadable', record .. ': ' .. broken}
end
redis.call('RENAME', evidence, position)
redis.call('HDEL', set_aside, 'position ' .. id)
return settle_position(id, p, reason, price, seq, now_ms())
