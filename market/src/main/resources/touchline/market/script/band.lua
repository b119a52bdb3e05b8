-- The band of the base price: how far it may move in a match, either way. The house's worst case counts with it, and no bump takes a base past it.
-- @include money

-- band: basis points of the base with which the match began. Returns the bottom and the top.
local function band_edges(match_base, band)
    local around = div(match_base, 10000) * band + div((match_base % 10000) * band, 10000)
    return math.max(0, match_base - around), match_base + around
end
