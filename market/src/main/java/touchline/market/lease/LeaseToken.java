package touchline.market.lease;

/**
 * By what right a lone actor acts: the lease it holds and the fencing token that came with it.
 *
 * @param lease as in {@code lease:stop-watcher}
 * @param value grows with every holder
 */
public record LeaseToken(String lease, long value) {}
