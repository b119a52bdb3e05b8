-- Gives shares that a settlement has set aside back to their holder: they are still in the instrument's flow and paid for in its pool. A second call finds
-- them gone, so a retry is safe.
--
-- KEYS[1] set_aside:holding:{user}   KEYS[2] holding:{user}   KEYS[3] holding_cost:{user}   KEYS[4] holders:{instrument}   KEYS[5] set_aside
-- ARGV[1] user   ARGV[2] instrument
-- returns {'returned', shares} | {'unreadable', why} | {'gone'} | {'shut'}
-- @include money gate readable records

local evidence, holding, holding_cost, holders, set_aside = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local user, instrument = ARGV[1], ARGV[2]

if shut() then return {'shut'} end
local kept = redis.call('HGET', evidence, instrument)
if not kept then
    return {'gone'}
end
-- Those of several settlements are joined by '; '.
local shares, cost = 0, 0
for part in string.gmatch(kept .. '; ', '(.-); ') do
    local some, paid = string.match(part, '^(%d+) for (%d+)$')
    if not some then
        return {'unreadable', 'it is kept as "' .. kept .. '", not as "shares for cost"'}
    end
    shares, cost = shares + tonumber(some), cost + tonumber(paid)
end
local why = unreadable_wallet(user) or unreadable_instrument(instrument)
if why then
    return {'unreadable', why}
end
local record, reason = wrong_type({holding, 'hash', holding_cost, 'hash', holders, 'set'})
if record then
    return {'unreadable', record .. ': ' .. reason}
end
if not is_whole(redis.call('HGET', holding, instrument) or '0') or not is_whole(redis.call('HGET', holding_cost, instrument) or '0') then
    return {'unreadable', 'the holding of ' .. user .. ' has a quantity or cost that is no whole number'}
end
redis.call('HINCRBY', holding, instrument, whole(shares))
redis.call('HINCRBY', holding_cost, instrument, whole(cost))
redis.call('SADD', holders, user)
redis.call('HDEL', evidence, instrument)
redis.call('HDEL', set_aside, 'holding ' .. user .. ' of ' .. instrument)
return {'returned', whole(shares)}
