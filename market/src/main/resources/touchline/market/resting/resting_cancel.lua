-- Cancels an order, an opening or a close that waits out the in-play delay, or an order or opening that rests; releases what is reserved for it.
-- A second call finds it cancelled, so a retry is safe.
--
-- KEYS[1] request:{id}   KEYS[2] outbox:trades   Also: wallet and sets of its user.
-- ARGV[1] request   ARGV[2] user   ARGV[3] idempotency key (its Redis key), or ''   ARGV[4] fingerprint   ARGV[5] deadline (ms by Redis' clock), or ''
-- returns {'cancelled', at} | {'refused', 'not-found' | 'order-decided' | 'unavailable'}
-- @include money curve clock outbox ledger tick gate freeze idempotency resting/resting position/load

local request = KEYS[1]
local id, user, key, fingerprint, deadline = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]

local closed = shut()
if closed then return closed end
local before = answered(key, fingerprint) or expired(deadline)
if before then return before end

local function cancel()
    local r = load_fields(request)
    if not r or r.user ~= user then
        return {'refused', 'not-found'}
    end
    if r.state == 'CANCELLED' then
        return {'cancelled', r.decided_at}
    end
    if r.state ~= 'PENDING' and not RESTING[r.state] then
        return refuse('order-decided', 'reason', string.lower(r.state))
    end
    local unreadable = unreadable_pending(r) or (RESTING[r.state] and unreadable_resting(r))
    if unreadable then
        return refuse_unreadable('request ' .. id, unreadable)
    end
    local record, why = unwritable_outbox()
    if record then
        return refuse_unreadable(record, why)
    end
    local now = now_ms()
    end_unfilled(id, r, 'CANCELLED', now)
    return {'cancelled', whole(now)}
end

return answer(key, fingerprint, cancel())
