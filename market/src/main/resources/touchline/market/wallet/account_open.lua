-- Opens a user's wallet with its stake, once.
-- A second call finds the wallet and changes nothing, so a retry is safe.
--
-- KEYS[1] wallet:{user}   KEYS[2] accounts   KEYS[3] outbox:trades
-- ARGV[1] user   ARGV[2] name   ARGV[3] HUMAN | BOT   ARGV[4] stake   ARGV[5] the account that pays it: mint | bots
-- returns {'opened'} | {'exists'} | {'refused', 'insufficient-funds' | 'unavailable'}
-- @include money clock outbox ledger gate

local closed = shut()
if closed then return closed end
if redis.call('EXISTS', KEYS[1]) == 1 then
    return {'exists'}
end
local stake = tonumber(ARGV[4])
if ARGV[5] ~= 'mint' and tonumber(redis.call('HGET', KEYS[2], ARGV[5]) or '0') < stake then
    return {'refused', 'insufficient-funds'}
end
redis.call('HSET', KEYS[1], 'cash', '0', 'held', '0')
move(ARGV[5], 'cash:' .. ARGV[1], stake, 'stake')
outbox_add(KEYS[3], 'type', 'account', 'user', ARGV[1], 'name', ARGV[2], 'kind', ARGV[3],
    'reference', ARGV[1], 'at', whole(now_ms()), 'ledger', ledger())
return {'opened'}
