package touchline.scheduler.job;

import org.jdbi.v3.core.Handle;

/**
 * By what right a run of an exclusive job acts. Quartz is not mutual exclusion: a node that was paused wakes up in the middle of a run that another
 * node has long taken over. So every run has a token that is higher than those of all runs before it, and an effect carries it.
 */
public interface FencingToken {

    /** The token, for effects outside the database: their script refuses one lower than the highest it has seen. Positive. */
    long token();

    /**
     * To be called within the transaction of an effect: refuses it if a later run has begun, and keeps a later one from beginning until this
     * transaction ends.
     *
     * @throws FencedException if a later run has begun; the transaction has to be rolled back
     */
    void guard(Handle effect) throws FencedException;
}
