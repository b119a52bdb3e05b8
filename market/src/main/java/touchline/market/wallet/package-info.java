/**
 * Wallets of users, bots included. Money is kept in double entry by the scripts themselves (ledger.lua); this package opens
 * wallets and reads them.
 */
@NullMarked
package touchline.market.wallet;

import org.jspecify.annotations.NullMarked;
