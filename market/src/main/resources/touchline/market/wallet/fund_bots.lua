-- Brings what the mint has granted to the bots' account up to a total.
-- It tops up to a total rather than adding an amount, so a retry is safe.
--
-- KEYS[1] accounts   KEYS[2] outbox:trades
-- ARGV[1] total
-- returns {'funded', added} | {'refused', 'unavailable'}
-- @include money clock outbox ledger gate

local closed = shut()
if closed then return closed end
local missing = tonumber(ARGV[1]) - tonumber(redis.call('HGET', KEYS[1], 'bots_granted') or '0')
if missing <= 0 then
    return {'funded', '0'}
end
redis.call('HINCRBY', KEYS[1], 'bots_granted', whole(missing))
move('mint', 'bots', missing, 'bot-wallet')
outbox_add(KEYS[2], 'type', 'transfer', 'reference', 'bots', 'at', whole(now_ms()), 'ledger', ledger())
return {'funded', whole(missing)}
