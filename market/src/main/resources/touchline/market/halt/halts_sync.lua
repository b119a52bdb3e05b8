-- Makes the halts in Redis those of the book, and tells subscribers of each instrument that a change touches, in bounded steps: the set halts:unpublished has the
-- instruments that are left, so that the next run, of any node, continues. An older reading of the book is refused, and the same one again changes nothing.
--
-- KEYS[1] halts   KEYS[2] halts:tripped   KEYS[3] halts:version   KEYS[4] halts:breaker   KEYS[5] halts:unpublished   KEYS[6] outbox:ticks
-- Also: sets of instruments, and instruments.
-- ARGV[1] version of the book's halts   ARGV[2] the circuit breaker's rule, '' for none   ARGV[3...] scope, halt, ...
-- returns {'synced', how many instruments were published} | {'again'}: some are left | {'stale'} | {'shut'}
-- @include money clock outbox gate halt_mode records

local halts, tripped, version_key, breaker, unpublished = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local version, rule = ARGV[1], ARGV[2]

local PUBLISHED_A_RUN = 100

if shut() then return {'shut'} end
-- What another program has overwritten is written again: a halt must take effect.
local before = redis.pcall('GET', version_key)
if tonumber(version) < (type(before) == 'string' and tonumber(before) or 0) then
    return {'stale'}
end
if wrong_type({unpublished, 'set'}) then
    redis.call('DEL', unpublished)
end
redis.call('SET', version_key, version)
if rule == '' then
    redis.call('DEL', breaker)
else
    redis.call('SET', breaker, rule)
end

local function tell_of(scope)
    local kind, id = string.match(scope, '^(%a+):?(%d*)$')
    if kind == 'instrument' then
        redis.call('SADD', unpublished, id)
    elseif kind == 'market' then
        redis.call('SUNIONSTORE', unpublished, unpublished, 'instruments')
    else
        redis.call('SUNIONSTORE', unpublished, unpublished, 'instruments:' .. kind .. ':' .. id)
    end
end

local wanted = {}
for n = 3, #ARGV, 2 do
    wanted[ARGV[n]] = ARGV[n + 1]
end
local present = redis.call('HGETALL', halts)
local known = {}
for n = 1, #present, 2 do
    known[present[n]] = present[n + 1]
    if not wanted[present[n]] then
        redis.call('HDEL', halts, present[n])
        tell_of(present[n])
    end
end
local now = now_ms()
for scope, halt in pairs(wanted) do
    if known[scope] ~= halt then
        redis.call('HSET', halts, scope, halt)
        tell_of(scope)
    end
    local trip = redis.call('HGET', tripped, scope)
    local ends = string.match(trip or '', '^[A-Z_]+|(%d+)|')
    if trip == halt or (ends and tonumber(ends) <= now) then -- a later trip stays: the book takes it once the halt that it has is over
        redis.call('HDEL', tripped, scope)
    end
end
local published = redis.call('SPOP', unpublished, PUBLISHED_A_RUN)
for _, id in ipairs(published) do
    local i = redis.call('HMGET', 'instrument:' .. id, 'fixture_id', 'frozen', 'price')
    if i[3] then
        local mode = halt_mode(id, now)
        outbox_trading(id, i[1], mode == 'EVERYTHING' or i[2] == '1', mode == 'NONE' and '' or 'halted', now, mode)
    end
end
if redis.call('EXISTS', unpublished) == 1 then
    return {'again'}
end
return {'synced', whole(#published)}
