-- Reading a position.
-- @include fields

-- Every field of a hash; nil where there is none.
local function load_fields(key)
    local flat = redis.call('HGETALL', key)
    return #flat > 0 and by_name(flat) or nil
end

local function load_position(id)
    return load_fields('position:' .. id)
end
