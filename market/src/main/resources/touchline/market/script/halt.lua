-- Halts by operators and by the circuit breaker. `halts` and, for those that the book does not have yet, `halts:tripped` are hashes from scope ('market',
-- 'fixture:{id}', 'team:{id}', 'instrument:{id}') to 'MODE|end in ms or nothing|CAUSE|reason'. Stop-losses, take-profits, wash-outs and settlements know no halt.
-- @include money refuse fields

local OPENS = {['buy'] = true, ['open-long'] = true, ['open-short'] = true}
local CAUSES = {OPERATOR = 'operator', CIRCUIT_BREAKER = 'circuit-breaker'}

local function halt_stops(mode, act)
    return mode == 'EVERYTHING' or (mode == 'CLOSE_ONLY' and OPENS[act]) or (mode == 'BUYING' and (act == 'buy' or act == 'open-long'))
end

-- A text as one word: bytes that it may not contain are written as %XX.
local function as_word(text)
    return (string.gsub(text, '[^%w]', function(byte)
        return string.format('%%%02X', string.byte(byte))
    end))
end

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
    local i = instrument_fields(id)
    local scopes = {'market', 'fixture:' .. (i.fixture_id or ''), 'team:' .. (i.team_id or ''), 'instrument:' .. id}
    for _, hash in ipairs({'halts', 'halts:tripped'}) do
        local halts = redis.call('HMGET', hash, unpack(scopes))
        for n, scope in ipairs(scopes) do
            local mode, ends, cause, words = string.match(halts[n] or '', '^([A-Z_]+)|(%d*)|([A-Z_]+)|(.*)$')
            if mode and halt_stops(mode, act) and (ends == '' or now < tonumber(ends)) then
                local facts = {'reason', CAUSES[cause] or 'operator', 'scope', scope, 'words', as_word(words)}
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
