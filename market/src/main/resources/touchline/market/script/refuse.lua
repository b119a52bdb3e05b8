-- How a script says no: with the problem, and with facts about it that a program can read, in pairs: 'reason', 'limit', 'maximum', 'used', 'until', 'price'.
-- @include money

local function refuse(problem, ...)
    return {'refused', problem, ...}
end

-- A limit, the most that it allows, and how much of that is used already. All of it in shares, in positions or in ten-thousandths, as Java's MarketLimit says.
local function over_limit(problem, limit, maximum, used)
    return refuse(problem, 'limit', limit, 'maximum', whole(maximum), 'used', whole(used))
end

-- The facts of a refusal as one text, to be kept with a request: 'reason=event until=1764000000000'.
local function facts_of(refused)
    local facts = {}
    for n = 3, #refused, 2 do
        facts[#facts + 1] = refused[n] .. '=' .. refused[n + 1]
    end
    return table.concat(facts, ' ')
end
