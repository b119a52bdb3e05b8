-- Takes a position or a holding that can't be read out of a settlement, so that the rest can end. It is kept as evidence, its money stays where it is: a
-- position's margin held, a holding's shares in the instrument's flow and paid for in its pool. What of it is not known, as a record is none of the market's, is
-- kept as 'unknown'. A second call finds it gone, so a retry is safe.
--
-- KEYS[1] instrument:{id}   KEYS[2] position:{id} | holding:{user}   KEYS[3] set_aside
-- ARGV[1] fixture   ARGV[2] instrument   ARGV[3] position | holding   ARGV[4] position or user   ARGV[5] why, in words
-- returns {'aside'} | {'gone'} | {'fenced'} | {'shut'}
-- @include money clock gate aside

local instrument_key, subject = KEYS[1], KEYS[2]
local fixture, instrument, kind, id, why = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]

if shut() then return {'shut'} end
if redis.call('HGET', instrument_key, 'frozen_for') ~= fixture then
    return {'fenced'} -- the settlement that asks does not hold this instrument (any more)
end
local now = now_ms()

-- A field of a record; false where it is not there, 'unknown' where the record is no hash.
local function field_of(key, field)
    local value = redis.pcall('HGET', key, field)
    return type(value) == 'table' and 'unknown' or value
end

if kind == 'position' then
    local listed = redis.call('SREM', 'positions:instrument:' .. instrument, id)
    local user = field_of(subject, 'user')
    if user then
        redis.pcall('SREM', 'positions:user:' .. user, id) -- fails if it is no set
    end
    if redis.call('EXISTS', subject) == 1 then
        redis.call('RENAME', subject, 'set_aside:position:' .. id)
    elseif redis.call('EXISTS', 'closed_position:' .. id) == 1 or listed == 0 then
        return {'gone'} -- closed, and only still listed
    end
    note_aside(kind, id, fixture, instrument, why, now)
    return {'aside'}
end

local held, cost = field_of(subject, instrument), field_of('holding_cost:' .. id, instrument)
redis.call('SREM', 'holders:' .. instrument, id)
if not held then
    return {'gone'}
end
redis.pcall('HDEL', subject, instrument)
redis.pcall('HDEL', 'holding_cost:' .. id, instrument)
local evidence = 'set_aside:holding:' .. id
local earlier = redis.call('HGET', evidence, instrument) -- of another match, which nobody has returned yet
redis.call('HSET', evidence, instrument, (earlier and earlier .. '; ' or '') .. held .. ' for ' .. (cost or 'nothing'))
redis.call('HSET', instrument_key, 'set_aside_shares', '1')
note_aside(kind, id .. ' of ' .. instrument, fixture, instrument, why, now)
return {'aside'}
