/** What is decided by two operators: one requests, another approves or refuses, and the market executes. */
@NullMarked
package touchline.market.approval;

import org.jspecify.annotations.NullMarked;
