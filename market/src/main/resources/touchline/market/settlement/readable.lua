-- Whether what a settlement has to pay by can be read: a program's error or a hand may have left a field out. Each returns nil, or what is wrong, in words.
-- @include fields

local function is_whole(text)
    return text and string.find(text, '^%-?%d+$') ~= nil
end

-- Those after the first `required` (nil: all) may be missing.
local function unreadable_field(hash, fields, required)
    for n = 1, #fields do
        local value = hash[fields[n]]
        if not is_whole(value) and (value or n <= (required or n)) then
            return value and 'its ' .. fields[n] .. ' is no whole number' or 'it has no ' .. fields[n]
        end
    end
    return nil
end

-- One search through several numbers takes a third of the time of one for each.
local NINE_WHOLE = '^%-?%d+,%-?%d+,%-?%d+,%-?%d+,%-?%d+,%-?%d+,%-?%d+,%-?%d+,%-?%d+$'

local function unreadable_instrument(id)
    local i = instrument_fields(id, true)
    if not i then
        return 'its record is no hash'
    end
    if i.live_base_price and i.net_flow and i.depth and i.price and i.tick_seq and i.tick_at
        and string.find(i.live_base_price .. ',' .. i.net_flow .. ',' .. i.depth .. ',' .. i.price .. ',' .. i.tick_seq .. ',' .. i.tick_at .. ','
            .. (i.below_floor or '0') .. ',' .. (i.long_open or '0') .. ',' .. (i.short_open or '0'), NINE_WHOLE) then
        return nil
    end
    return unreadable_field(i, {'live_base_price', 'net_flow', 'depth', 'price', 'tick_seq', 'tick_at', 'below_floor', 'long_open', 'short_open'}, 6)
end

local function unreadable_wallet(user)
    local wallet = wallet_fields(user, true)
    if not wallet or not is_whole(wallet[1]) or not is_whole(wallet[2]) then
        return 'the wallet of ' .. user .. ' is not there or can not be read'
    end
    return nil
end

-- Whether a position has all its fields.
local function is_complete(p)
    return p.user and p.instrument and p.levels and (p.direction == 'LONG' or p.direction == 'SHORT')
        and p.quantity and p.leverage and p.entry_price and p.margin and p.wash_out and p.open_seq and p.open_tick_at and p.opened_at
        and string.find(p.quantity .. ',' .. p.leverage .. ',' .. p.entry_price .. ',' .. p.margin .. ',' .. p.wash_out .. ',' .. p.open_seq .. ','
            .. p.open_tick_at .. ',' .. p.opened_at .. ',0', NINE_WHOLE)
end

-- p: every field of position:{id}, as load_position gives it.
local function unreadable_position(p)
    if not is_complete(p) then
        for _, field in ipairs({'user', 'instrument', 'direction', 'levels'}) do
            if not p[field] then
                return 'it has no ' .. field
            end
        end
        return unreadable_field(p, {'quantity', 'leverage', 'entry_price', 'margin', 'wash_out', 'open_seq', 'open_tick_at', 'opened_at'})
            or 'its direction is neither LONG nor SHORT'
    end
    local why = unreadable_wallet(p.user)
    if why then
        return why
    end
    if tonumber(wallet_fields(p.user)[2]) < tonumber(p.margin) then
        return 'its user holds less than its margin'
    end
    return nil
end
