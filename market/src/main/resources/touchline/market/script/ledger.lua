-- Double entry: money only ever moves from one account to another.
-- @include money outbox
-- Accounts: cash:{user} and held:{user} (wallet:{user}); house, fees, bots, mint, pool:{instrument} (hash accounts). Wallets are written with the entry of the outbox.
-- The caller has checked that users can pay; house, mint and pools are allowed below zero.

local moves = {}
local gathered -- what accounts change by, where a step of many movements writes them at its end; else nil

local function balance_add(account, amount)
    local part = string.sub(account, 1, 5)
    if part == 'cash:' or part == 'held:' then
        local user, n = string.sub(account, 6), part == 'cash:' and 1 or 2
        local wallet = moved_wallets[user]
        if not wallet then
            local before = wallet_fields(user)
            wallet = {tonumber(before[1] or '0'), tonumber(before[2] or '0')}
            moved_wallets[user] = wallet
        end
        wallet[n] = wallet[n] + amount
    elseif gathered then
        gathered[account] = (gathered[account] or 0) + amount
    else
        redis.call('HINCRBY', 'accounts', account, whole(amount))
    end
end

local function move(debit, credit, amount, kind)
    if amount == 0 then
        return
    end
    balance_add(debit, -amount)
    balance_add(credit, amount)
    moves[#moves + 1] = debit .. ',' .. credit .. ',' .. whole(amount) .. ',' .. kind
end

-- Lets write_accounts write the accounts of all movements that follow. The step has to call it before it ends, also where it fails.
local function gather_accounts()
    gathered = {}
end

local function write_accounts()
    for account, amount in pairs(gathered) do
        redis.call('HINCRBY', 'accounts', account, whole(amount))
    end
    gathered = nil
end

-- The movements so far, for the outbox entry: 'debit,credit,amount,kind' joined by ';'.
local function ledger()
    return table.concat(moves, ';')
end

-- Begins the movements of another step of the same script.
local function new_ledger()
    moves = {}
end
