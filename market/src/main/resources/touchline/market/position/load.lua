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

-- The fields of a position that a close needs, each nil where it is missing. Where the record is no hash: an error, or no fields if it is `checked`.
local function load_closing(id, checked)
    local f = (checked and redis.pcall or redis.call)('HMGET', 'position:' .. id, 'user', 'instrument', 'direction', 'quantity', 'leverage', 'entry_price',
        'margin', 'wash_out', 'levels', 'open_seq', 'open_tick_at', 'opened_at')
    return {user = f[1], instrument = f[2], direction = f[3], quantity = f[4], leverage = f[5], entry_price = f[6], margin = f[7], wash_out = f[8], levels = f[9],
        open_seq = f[10], open_tick_at = f[11], opened_at = f[12]}
end
