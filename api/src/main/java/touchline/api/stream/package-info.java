/**
 * What happens in the market, told to clients as it happens. A node reads the outbox' streams once, keeps the last of what they said in a ring, and each connection
 * goes along that ring at its own pace: one that is slow costs nobody anything, and one that comes back, to whichever node, goes on after the last id it got.
 */
@NullMarked
package touchline.api.stream;

import org.jspecify.annotations.NullMarked;
