package touchline.market.reconnect;

import org.jspecify.annotations.Nullable;

/**
 * The state of a node's listener; counts are since its start.
 *
 * @param waiting users who wait for their replay
 * @param lagMillis for how long the first of them has been waiting
 * @param received messages received
 * @param replayed users replayed here
 * @param closed positions that these replays closed
 * @param elsewhere users whom another node had replayed when their turn came here
 * @param overflowed messages for which there was no room; the sweeper sees to those users
 * @param failed replays that failed and were tried again, or left to the sweeper
 * @param unreadable messages that name no user
 */
public record ReconnectStatus(
        boolean listening,
        int waiting,
        long lagMillis,
        long received,
        long replayed,
        long closed,
        long elsewhere,
        long overflowed,
        long failed,
        long unreadable,
        @Nullable String lastError) {}
