-- Takes one request out of a quota that comes back evenly, if there is one left.
-- A retry takes another one: it is a request too.
--
-- KEYS[1] limit:{name}:{who}   string   when the quota is whole again, in microseconds since the epoch; gone where it is
-- ARGV[1] microseconds in which one request comes back   ARGV[2] how many there are   ARGV[3] for how long to remember, in ms
-- returns {'taken' | 'none-left', microseconds until it is whole again}

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local each, most = tonumber(ARGV[1]), tonumber(ARGV[2])
local kept = redis.pcall('GETRANGE', KEYS[1], 0, 31)
-- What another program has overwritten counts as a quota that is whole: what is written below takes its place.
local owed = math.max(0, (type(kept) == 'string' and tonumber(kept) or 0) - now)
if owed > each * most then -- more than can be owed: the clock was set back, or the quota was larger
    owed = 0
end
if owed + each > each * most then
    return {'none-left', string.format('%.0f', owed)}
end
redis.call('SET', KEYS[1], string.format('%.0f', now + owed + each), 'PX', ARGV[3])
return {'taken', string.format('%.0f', owed + each)}
