-- Opens a user's wallet with its stake, once.
-- A second call finds the wallet and changes nothing, so a retry is safe.
--
-- KEYS[1] wallet:{user}   KEYS[2] accounts   KEYS[3] outbox:trades
-- ARGV[1] user   ARGV[2] name   ARGV[3] HUMAN | BOT   ARGV[4] stake   ARGV[5] the account that pays it: mint | bots
-- returns {'opened'} | {'exists'} | {'refused', 'insufficient-funds' | 'unavailable'}
-- @include money clock outbox ledger gate records

local wallet, accounts = KEYS[1], KEYS[2]
local user, name, kind, stake, payer = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), ARGV[5]

local closed = shut()
if closed then return closed end
if redis.call('EXISTS', wallet) == 1 then
    return {'exists'}
end
if payer ~= 'mint' and tonumber(redis.call('HGET', accounts, payer) or '0') < stake then
    return {'refused', 'insufficient-funds'}
end
local record, why = unwritable_outbox()
if record then
    return refuse_unreadable(record, why)
end
redis.call('HSET', wallet, 'cash', '0', 'held', '0')
move(payer, 'cash:' .. user, stake, 'stake')
outbox_account(user, name, kind, now_ms(), ledger())
return {'opened'}
