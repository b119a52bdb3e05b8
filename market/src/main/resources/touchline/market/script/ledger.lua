-- Double entry: money only ever moves from one account to another.
-- @include money outbox
-- Accounts: cash:{user} and held:{user} (wallet:{user}); house, fees, bots, mint, pool:{instrument} (hash accounts).
-- The caller has checked that users can pay; house, mint and pools are allowed below zero.

local moves = {}

local function balance_add(account, amount)
    local part, user = string.sub(account, 1, 5), string.sub(account, 6)
    if part == 'cash:' or part == 'held:' then
        moved_wallets[account] = redis.call('HINCRBY', 'wallet:' .. user, string.sub(part, 1, 4), amount)
        return
    end
    redis.call('HINCRBY', 'accounts', account, amount)
end

local function move(debit, credit, amount, kind)
    if amount == 0 then
        return
    end
    local text = whole(amount)
    balance_add(debit, whole(-amount))
    balance_add(credit, text)
    moves[#moves + 1] = debit .. ',' .. credit .. ',' .. text .. ',' .. kind
end

-- The movements so far, for the outbox entry: 'debit,credit,amount,kind' joined by ';'.
local function ledger()
    return table.concat(moves, ';')
end

-- Begins the movements of another step of the same script.
local function new_ledger()
    moves = {}
end
