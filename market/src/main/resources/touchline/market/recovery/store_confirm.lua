-- Opens the market on the server that has just been compared with the book, unless it is another one by now. Of two comparisons at once the later one
-- counts, in any order; so a retry changes nothing. Where another server was open before, ids leave a gap: those that it gave out last may be unknown here, and
-- must not be given out again.
--
-- KEYS[1] market   KEYS[2] ids
-- ARGV[1] replication id of the server that was compared   ARGV[2] epoch   ARGV[3] number of this confirmation   ARGV[4] gap
-- returns {'confirmed'} | {'changed'}: another server, another epoch, or shut meanwhile
-- @include recovery/server

local market_key, ids = KEYS[1], KEYS[2]
local compared, epoch, confirmation, gap = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

local market = redis.call('HMGET', market_key, 'epoch', 'shut', 'confirmation', 'confirmed')
if primary_id() ~= compared or market[1] ~= epoch or market[2] then
    return {'changed'}
end
if tonumber(market[3] or '0') < tonumber(confirmation) then
    if market[4] and market[4] ~= compared then
        redis.call('INCRBY', ids, gap)
    end
    redis.call('HSET', market_key, 'confirmed', compared, 'confirmation', confirmation)
end
return {'confirmed'}
