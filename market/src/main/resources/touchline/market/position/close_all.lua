-- Lists the open positions that a user closes at once, so that a retry closes the same ones: with an idempotency key it gets the first list.
--
-- KEYS[1] positions:user:{user}   Also: its positions, which only it names.
-- ARGV[1] instrument, '' all   ARGV[2] idempotency key (its Redis key), or ''   ARGV[3] fingerprint of the request   ARGV[4] deadline (ms by Redis' clock), or ''
-- returns {'close', position, ...} | {'refused', problem}
-- @include gate idempotency

local open = KEYS[1]
local instrument, key, fingerprint, deadline = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

local closed = shut()
if closed then return closed end
local before = answered(key, fingerprint) or expired(deadline)
if before then return before end

local ids = redis.pcall('SMEMBERS', open)
if ids.err then
    return refuse('unavailable', 'reason', 'unreadable')
end
table.sort(ids, function(one, other) return #one < #other or (#one == #other and one < other) end)
local list = {'close'}
for _, id in ipairs(ids) do
    if instrument == '' or redis.pcall('HGET', 'position:' .. id, 'instrument') == instrument then -- a spoiled one is not on it
        list[#list + 1] = id
    end
end
return answer(key, fingerprint, list)
