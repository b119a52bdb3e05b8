package touchline.scheduler.job;

import org.jdbi.v3.core.Handle;

/**
 * The fencing token of a run of an exclusive job. Quartz does not guarantee mutual exclusion: a suspended node can resume in the middle of a run that
 * another node has taken over. So each run has a token that is higher than those of all earlier runs, and its effects carry it.
 */
public interface FencingToken {

    /** Returns the token, positive, for effects outside the database: their scripts refuse tokens lower than the highest they have seen. */
    long token();

    /**
     * Guards an effect in the database. Call it within the effect's transaction: no later run begins until that ends.
     *
     * @throws FencedException if a later run has begun; the transaction has to be rolled back
     */
    void guard(Handle effect) throws FencedException;
}
