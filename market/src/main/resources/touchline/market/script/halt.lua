-- Halts by operators and by the circuit breaker. `halts` and, for those that the book does not have yet, `halts:tripped` are hashes from scope ('market',
-- 'fixture:{id}', 'team:{id}', 'instrument:{id}') to 'MODE|end in ms or nothing|CAUSE|reason'. Stop-losses, take-profits, wash-outs and settlements know no halt.
-- @include money refuse fields

local any_halts -- once asked

-- Whether there is a halt of anything.
local function has_halts()
    if any_halts == nil then
        any_halts = redis.call('EXISTS', 'halts', 'halts:tripped') > 0
    end
    return any_halts
end

-- Whether a halt, where there is one, refuses an act: nil, or the refusal. act: 'buy' | 'sell' | 'open-long' | 'open-short' | 'close' | 'amend'.
local function halted(id, act, now)
    local rises = act == 'buy' or act == 'open-long'
    local stopping = {EVERYTHING = true, CLOSE_ONLY = rises or act == 'open-short', BUYING = rises}
    local i = instrument_fields(id)
    local scopes = {'market', 'fixture:' .. (i.fixture_id or ''), 'team:' .. (i.team_id or ''), 'instrument:' .. id}
    for _, hash in ipairs({'halts', 'halts:tripped'}) do
        local halts = redis.call('HMGET', hash, unpack(scopes))
        for n, scope in ipairs(scopes) do
            local mode, ends, cause, words = string.match(halts[n] or '', '^([A-Z_]+)|(%d*)|([A-Z_]+)|(.*)$')
            if mode and stopping[mode] and (ends == '' or now < tonumber(ends)) then
                local word = string.gsub(words, '[^%w]', function(byte) -- one word: bytes that it may not contain are written as %XX
                    return string.format('%%%02X', string.byte(byte))
                end)
                local facts = {'reason', cause == 'CIRCUIT_BREAKER' and 'circuit-breaker' or 'operator', 'scope', scope, 'words', word}
                if ends ~= '' then
                    facts[#facts + 1] = 'until'
                    facts[#facts + 1] = ends
                end
                return refuse('halted', unpack(facts))
            end
        end
    end
    return nil
end
