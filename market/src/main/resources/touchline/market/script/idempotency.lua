-- The same key and the same request give the first answer again. An answer is kept in the step that takes effect, so that
-- "did it happen?" and "what was the answer?" can't come apart. '' as key: none.
-- @include clock refuse

-- Returns the first answer, or the refusal where the request differs, or nil where the key is new.
local function answered(key, fingerprint)
    if key == '' then
        return nil
    end
    local first = redis.pcall('HMGET', key, 'fingerprint', 'answer')
    if first.err then
        return refuse('unavailable', 'reason', 'unreadable')
    end
    if not first[1] then
        return nil
    end
    if first[1] ~= fingerprint then
        return {'refused', 'idempotency-key-reused'}
    end
    return cjson.decode(first[2])
end

-- A request that was held up on its way is not executed later than its sender waits for it. deadline: ms by Redis' clock, '' none.
-- Returns nil, or the refusal.
local function expired(deadline)
    if deadline ~= '' and now_ms() > tonumber(deadline) then
        return refuse('unavailable', 'reason', 'not-executed-in-time')
    end
    return nil
end

-- Keeps an answer (a list of strings) for a day, and returns it. A refusal is an answer too: a copy of the request that arrives later
-- must not execute. Not kept are 'unavailable', 'unreadable' and 'again', which say that the market has not decided.
local function answer(key, fingerprint, reply)
    if key ~= '' and reply[1] ~= 'again' and reply[1] ~= 'unreadable' and not (reply[1] == 'refused' and reply[2] == 'unavailable') then
        local plain = true -- the JSON of a list of plain text is built here, which takes a fraction of the time
        for n = 1, #reply do
            plain = plain and type(reply[n]) == 'string'
        end
        plain = plain and not string.find(table.concat(reply), '[%c"\\]')
        redis.call('HSET', key, 'fingerprint', fingerprint, 'answer', plain and '["' .. table.concat(reply, '","') .. '"]' or cjson.encode(reply))
        redis.call('EXPIRE', key, 86400)
    end
    return reply
end
