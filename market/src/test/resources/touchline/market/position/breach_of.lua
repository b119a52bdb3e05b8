-- For BreachTest alone. ARGV: direction, levels, wash-out, seq, price.   returns {reason or 'none'}
-- @include breach
local p = {direction = ARGV[1], levels = ARGV[2], wash_out = ARGV[3]}
return {breach(p, tonumber(ARGV[4]), tonumber(ARGV[5])) or 'none'}
