-- Brings what the mint has granted to the bots' account up to a total.
-- It tops up to a total rather than adding an amount, so a retry is safe.
--
-- KEYS[1] accounts   KEYS[2] outbox:trades
-- ARGV[1] total
-- returns {'funded', added} | {'refused', 'unavailable'}
-- @include money clock outbox ledger gate

local accounts = KEYS[1]
local total = ARGV[1]

local closed = shut()
if closed then return closed end
local missing = tonumber(total) - tonumber(redis.call('HGET', accounts, 'bots_granted') or '0')
if missing <= 0 then
    return {'funded', '0'}
end
redis.call('HINCRBY', accounts, 'bots_granted', whole(missing))
move('mint', 'bots', missing, 'bot-wallet')
outbox_transfer('bots', now_ms(), ledger())
return {'funded', whole(missing)}
