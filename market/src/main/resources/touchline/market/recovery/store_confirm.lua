-- Opens the market on the server that has just been compared with the book, unless it is another one by now. Of two comparisons at once the later one
-- counts, in any order; so a retry changes nothing.
--
-- KEYS[1] market
-- ARGV[1] replication id of the server that was compared   ARGV[2] epoch   ARGV[3] number of this confirmation
-- returns {'confirmed'} | {'changed'}: another server, another epoch, or shut meanwhile
-- @include recovery/server

local market = redis.call('HMGET', KEYS[1], 'epoch', 'shut', 'confirmation')
if primary_id() ~= ARGV[1] or market[1] ~= ARGV[2] or market[2] then
    return {'changed'}
end
if tonumber(market[3] or '0') < tonumber(ARGV[3]) then
    redis.call('HSET', KEYS[1], 'confirmed', ARGV[1], 'confirmation', ARGV[3])
end
return {'confirmed'}
