package touchline.market.sweep;

/**
 * The result of a sweep.
 *
 * @param users that were judged
 * @param positions of theirs that were open
 * @param closed positions that a tick had breached, closed at it
 * @param washOuts those of them whose margin was gone
 * @param putAside users who took too long or failed, and were tried again after all others
 * @param left those of them who took too long again; they are open still
 */
public record SweepSummary(int users, int positions, int closed, int washOuts, int putAside, int left) {}
