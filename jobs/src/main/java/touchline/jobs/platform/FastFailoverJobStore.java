package touchline.jobs.platform;

import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.impl.jdbcjobstore.SchedulerStateRecord;

/**
 * Quartz' clustered store, with a shorter grace before a node that has not checked in is given up. Quartz' own is fixed at 7.5 s, which makes
 * fail-over take nine. A node given up wrongly goes on running: that is what fences are for.
 */
@SuppressWarnings("unchecked") // of Quartz' own making: JobStoreTX overrides a generic method with a raw one
public final class FastFailoverJobStore extends JobStoreTX {
    private static final long GRACE_MILLIS = 1_000;

    @Override
    protected long calcFailedIfAfter(SchedulerStateRecord node) {
        // Where we ourselves are late to check in, the others get that much longer.
        long sinceOurs = System.currentTimeMillis() - lastCheckin;
        return node.getCheckinTimestamp() + Math.max(node.getCheckinInterval(), sinceOurs) + GRACE_MILLIS;
    }
}
