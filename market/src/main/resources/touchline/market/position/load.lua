-- Reading a position.

-- Every field of a hash; nil where there is none.
local function load_fields(key)
    local flat = redis.call('HGETALL', key)
    if #flat == 0 then
        return nil
    end
    local p = {}
    for n = 1, #flat, 2 do
        p[flat[n]] = flat[n + 1]
    end
    return p
end

local function load_position(id)
    return load_fields('position:' .. id)
end
