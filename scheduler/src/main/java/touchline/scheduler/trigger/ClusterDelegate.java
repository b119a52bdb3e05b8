package touchline.scheduler.trigger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.quartz.TriggerKey;
import touchline.scheduler.misfire.SkippableTriggersQuery;

/** Leaves the missed times of paused jobs to the end of the pause: Quartz knows of no pause of ours, and would skip them. */
public final class ClusterDelegate extends CalendarsOnlyDelegate {
    @Override
    public boolean hasMisfiredTriggersInState(
            Connection connection, String state, long before, int most, List<TriggerKey> found) throws SQLException {
        int limit = most < 0 ? Integer.MAX_VALUE : most;
        List<TriggerKey> first =
                SkippableTriggersQuery.first(connection, state, before, limit == Integer.MAX_VALUE ? limit : limit + 1);
        found.addAll(first.subList(0, Math.min(limit, first.size())));
        return first.size() > limit;
    }

    @Override
    public int countMisfiredTriggersInState(Connection connection, String state, long before) throws SQLException {
        return SkippableTriggersQuery.count(connection, state, before);
    }
}
