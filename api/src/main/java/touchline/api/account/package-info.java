/**
 * The authenticated user's account: profile, wallet, ledger and portfolio.
 */
@NullMarked
package touchline.api.account;

import org.jspecify.annotations.NullMarked;
