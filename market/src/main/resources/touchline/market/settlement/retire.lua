-- What is kept of a match expires two weeks after its settlement. Corrections of the feed arrive earlier; the book keeps the match for good, and knows that it is settled.
local SETTLED_KEPT_MS = 14 * 24 * 3600 * 1000

local function retire(fixture)
    for _, kind in ipairs({'fixture:', 'event_bumps:', 'events:', 'feed:missing:', 'feed:undecided:'}) do
        redis.call('PEXPIRE', kind .. fixture, SETTLED_KEPT_MS)
    end
end
