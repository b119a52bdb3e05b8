/**
 * What is a user's own: wallet, ledger, portfolio.
 */
@NullMarked
package touchline.api.account;

import org.jspecify.annotations.NullMarked;
