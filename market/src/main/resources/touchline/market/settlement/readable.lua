-- Whether what a settlement has to pay by can be read: a program's error or a hand may have left a field out. Each returns nil, or what is wrong, in words.

local function is_whole(text)
    return text and string.match(text, '^%-?%d+$') ~= nil
end

local function unreadable_field(hash, fields)
    for _, field in ipairs(fields) do
        if not hash[field] then
            return 'it has no ' .. field
        end
        if not is_whole(hash[field]) then
            return 'its ' .. field .. ' is no whole number'
        end
    end
    return nil
end

local function unreadable_instrument(id)
    local i = redis.pcall('HMGET', 'instrument:' .. id, 'live_base_price', 'net_flow', 'depth', 'price', 'tick_seq', 'tick_at', 'below_floor',
        'long_open', 'short_open')
    if i.err then
        return 'its record is no hash'
    end
    return unreadable_field({live_base_price = i[1], net_flow = i[2], depth = i[3], price = i[4], tick_seq = i[5], tick_at = i[6],
        below_floor = i[7] or '0', long_open = i[8] or '0', short_open = i[9] or '0'},
        {'live_base_price', 'net_flow', 'depth', 'price', 'tick_seq', 'tick_at', 'below_floor', 'long_open', 'short_open'})
end

local function unreadable_wallet(user)
    local wallet = redis.pcall('HMGET', 'wallet:' .. user, 'cash', 'held')
    if wallet.err or not is_whole(wallet[1]) or not is_whole(wallet[2]) then
        return 'the wallet of ' .. user .. ' is not there or can not be read'
    end
    return nil
end

-- p: every field of position:{id}, as load_position gives it.
local function unreadable_position(p)
    for _, field in ipairs({'user', 'instrument', 'direction', 'levels'}) do
        if not p[field] then
            return 'it has no ' .. field
        end
    end
    if p.direction ~= 'LONG' and p.direction ~= 'SHORT' then
        return 'its direction is neither LONG nor SHORT'
    end
    local why = unreadable_field(p, {'quantity', 'leverage', 'entry_price', 'margin', 'wash_out', 'open_seq', 'open_tick_at', 'opened_at'})
        or unreadable_wallet(p.user)
    if why then
        return why
    end
    if tonumber(redis.call('HGET', 'wallet:' .. p.user, 'held')) < tonumber(p.margin) then
        return 'its user holds less than its margin'
    end
    return nil
end
