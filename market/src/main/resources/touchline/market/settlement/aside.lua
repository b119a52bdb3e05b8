-- What a settlement could not read and left out. Each is named in the hash `set_aside`, for operators and the audit, and kept as it was. Needs money.lua.

local function note_aside(kind, id, fixture, instrument, why, now)
    redis.call('HSET', 'set_aside', kind .. ' ' .. id,
        cjson.encode({fixture = fixture, instrument = instrument, why = why, at = whole(now)}))
end
