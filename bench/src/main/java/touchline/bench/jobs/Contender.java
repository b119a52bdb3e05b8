package touchline.bench.jobs;

import java.util.List;
import java.util.function.IntConsumer;
import javax.sql.DataSource;

/** A scheduler under measurement. */
interface Contender {

    /** What {@code --only} knows it by. */
    String name();

    /** How it is set up, in words. */
    String settings();

    /** What isn't measured of its fail-over, and what it would come to; empty where nothing is left out. */
    default String notRun() {
        return "";
    }

    /** Makes its tables in an empty database. */
    void prepare(DataSource database) throws Exception;

    /** Stores jobs, such that they are taken up again where their node dies. */
    void store(DataSource database, List<OneShot> shots) throws Exception;

    /**
     * Starts a node in this JVM.
     *
     * @param node its name, unlike any before
     * @param job what a job does, given its number; called on several threads
     * @return what ends the node: it lets running jobs end
     */
    AutoCloseable start(DataSource database, String node, IntConsumer job) throws Exception;
}
