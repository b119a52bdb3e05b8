-- A time that other programs may write too.

-- The time in ms; nil where there is none, or where the record is something else, which the next write replaces.
local function stored_time(key)
    local text = redis.pcall('GET', key)
    return type(text) == 'string' and tonumber(text) or nil
end
