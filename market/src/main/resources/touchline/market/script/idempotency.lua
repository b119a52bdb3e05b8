-- The same key and body give the first answer again. Kept in the step that takes effect, so that
-- "did it happen?" and "what was the answer?" can't come apart. '' as key: none.

-- Returns the first answer, or the refusal where the body differs, or nil where the key is new.
local function answered(key, fingerprint)
    if key == '' then
        return nil
    end
    local first = redis.call('HMGET', key, 'fingerprint', 'answer')
    if not first[1] then
        return nil
    end
    if first[1] ~= fingerprint then
        return {'refused', 'idempotency-key-reused'}
    end
    return cjson.decode(first[2])
end

-- Keeps an answer (a list of strings) for a day, and gives it.
local function answer(key, fingerprint, reply)
    if key ~= '' then
        redis.call('HSET', key, 'fingerprint', fingerprint, 'answer', cjson.encode(reply))
        redis.call('EXPIRE', key, 86400)
    end
    return reply
end
