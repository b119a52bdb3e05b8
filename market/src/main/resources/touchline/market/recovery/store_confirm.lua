-- Opens the market on the server that has just been compared with the book, unless it is another one by now. Of two comparisons at once the later one
-- counts, in any order; so a retry changes nothing.
--
-- KEYS[1] market
-- ARGV[1] replication id of the server that was compared   ARGV[2] epoch   ARGV[3] number of this confirmation
-- returns {'confirmed'} | {'changed'}: another server, another epoch, or shut meanwhile
-- @include recovery/server

local market_key = KEYS[1]
local compared, epoch, confirmation = ARGV[1], ARGV[2], ARGV[3]

local market = redis.call('HMGET', market_key, 'epoch', 'shut', 'confirmation')
if primary_id() ~= compared or market[1] ~= epoch or market[2] then
    return {'changed'}
end
if tonumber(market[3] or '0') < tonumber(confirmation) then
    redis.call('HSET', market_key, 'confirmed', compared, 'confirmation', confirmation)
end
return {'confirmed'}
