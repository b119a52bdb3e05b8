package touchline.bench.jobs.contender;

import java.util.List;
import java.util.function.IntConsumer;
import javax.sql.DataSource;

/** A scheduler under measurement. */
public interface Contender {

    /** The name for {@code --only}. */
    String name();

    /** A description of its configuration. */
    String settings();

    /** A description of fail-over settings that are not measured; empty if there are none. */
    default String notRun() {
        return "";
    }

    /** Creates its tables in an empty database. */
    void prepare(DataSource database) throws Exception;

    /** Stores jobs that are recovered if their node dies. */
    void store(DataSource database, List<OneShot> shots) throws Exception;

    /**
     * Starts a node in this JVM.
     *
     * @param node a unique name
     * @param job receives the number of the job; called on several threads
     * @return stops the node after running jobs have ended
     */
    AutoCloseable start(DataSource database, String node, IntConsumer job) throws Exception;
}
