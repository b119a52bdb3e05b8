package touchline.market.reconnect;

import org.jspecify.annotations.Nullable;

/**
 * How a node's listener stands; counts are since it was made.
 *
 * @param waiting users who wait for their replay
 * @param lagMillis for how long the first of them has been waiting
 * @param heard messages
 * @param replayed users replayed here
 * @param closed positions that these replays closed
 * @param elsewhere users whom another node had replayed when their turn came here
 * @param overflowed messages for which there was no room; the sweeper sees to those users
 * @param failed what went wrong and was tried again, or left to the sweeper
 * @param unreadable messages that name nobody
 */
public record ReconnectStatus(
        boolean listening,
        int waiting,
        long lagMillis,
        long heard,
        long replayed,
        long closed,
        long elsewhere,
        long overflowed,
        long failed,
        long unreadable,
        @Nullable String lastError) {}
