-- What is kept of a match expires two weeks after its settlement. Corrections of the feed arrive earlier; the book keeps the match for good, and knows that it is settled.
local SETTLED_KEPT_MS = 14 * 24 * 3600 * 1000

local KEPT_OF_A_MATCH = {'fixture:', 'event_bumps:', 'events:', 'feed:missing:', 'feed:undecided:'}

local function retire(fixture)
    for _, kind in ipairs(KEPT_OF_A_MATCH) do
        redis.call('PEXPIRE', kind .. fixture, SETTLED_KEPT_MS)
    end
end

-- One that was called off is played after all.
local function keep(fixture)
    for _, kind in ipairs(KEPT_OF_A_MATCH) do
        redis.call('PERSIST', kind .. fixture)
    end
end
