-- Moves money between the house and a user's cash, as an admin has requested and another has approved. Once under its key, so a retry is safe.
--
-- KEYS[1] wallet:{user}   KEYS[2] accounts   KEYS[3] outbox:trades
-- ARGV[1] user   ARGV[2] amount, positive to the user   ARGV[3] reference in the ledger   ARGV[4] idempotency key (its Redis key)
-- returns {'adjusted', cash} | {'refused', problem, facts ...}
-- @include money clock outbox ledger gate idempotency records

local wallet, accounts = KEYS[1], KEYS[2]
local user, amount, reference, key = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]

local closed = shut()
if closed then return closed end
local before = answered(key, reference)
if before then return before end

local function adjust()
    if redis.call('EXISTS', wallet) == 0 then
        return {'refused', 'not-found'}
    end
    local record, why = unwritable_outbox()
    if not record and not is_whole(redis.call('HGET', accounts, 'house') or '0') then
        record, why = 'account house', 'its balance is no whole number'
    end
    if not record then
        why = unreadable_wallet(user)
        record = why and 'wallet ' .. user
    end
    if record then
        return refuse_unreadable(record, why)
    end
    local cash = tonumber(redis.call('HGET', wallet, 'cash'))
    if cash + amount < 0 then
        return {'refused', 'insufficient-funds'}
    end
    if amount > 0 then
        move('house', 'cash:' .. user, amount, 'adjustment')
    else
        move('cash:' .. user, 'house', -amount, 'adjustment')
    end
    outbox_adjustment(user, reference, now_ms(), ledger())
    return {'adjusted', redis.call('HGET', wallet, 'cash')}
end

local done = adjust()
if done[1] == 'refused' then
    return done -- not kept: it may be approved again once the cause is gone
end
return answer(key, reference, done)
