-- For HouseBudgetTest alone: base, base of the match, flow, depth, longs, shorts, band.
-- @include money curve limits

local n = {}
for at = 1, 7 do
    n[at] = tonumber(ARGV[at])
end
return {'ok', whole(worst_case(n[1], n[2], n[3], n[4], n[5], n[6], n[7]))}
