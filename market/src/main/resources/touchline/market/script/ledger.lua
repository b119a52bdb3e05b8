-- Double entry: money only ever moves from one account to another. Needs money.lua.
-- Accounts: cash:{user} and held:{user} (wallet:{user}); house, fees, bots, mint, pool:{instrument} (hash accounts).
-- The caller has checked that users can pay; house, mint and pools are allowed below zero.

local moves = {}

local function balance_add(account, amount)
    local user = string.match(account, '^cash:(.+)$')
    if user then
        redis.call('HINCRBY', 'wallet:' .. user, 'cash', whole(amount))
        return
    end
    user = string.match(account, '^held:(.+)$')
    if user then
        redis.call('HINCRBY', 'wallet:' .. user, 'held', whole(amount))
        return
    end
    redis.call('HINCRBY', 'accounts', account, whole(amount))
end

local function move(debit, credit, amount, kind)
    if amount == 0 then
        return
    end
    balance_add(debit, -amount)
    balance_add(credit, amount)
    moves[#moves + 1] = debit .. ',' .. credit .. ',' .. whole(amount) .. ',' .. kind
end

-- The movements so far, for the outbox entry: 'debit,credit,amount,kind' joined by ';'.
local function ledger()
    return table.concat(moves, ';')
end
