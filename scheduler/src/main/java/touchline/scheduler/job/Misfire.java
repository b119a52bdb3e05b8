package touchline.scheduler.job;

import java.time.Duration;

/** The policy for times that were missed because all nodes were down or busy, or the job was paused. */
public enum Misfire {
    /** One run makes up for all of them, at once. */
    RUN_ONCE_NOW,
    /** They are skipped; the job runs at its next time. */
    WAIT_FOR_NEXT;

    /** A time that is late by no more than this is not missed: it fires under every policy. Quartz looks for missed times at this interval. */
    public static final Duration THRESHOLD = Duration.ofSeconds(5);
}
