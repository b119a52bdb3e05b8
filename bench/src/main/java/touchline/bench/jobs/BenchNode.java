package touchline.bench.jobs;

import ch.qos.logback.classic.Level;
import io.dropwizard.logging.common.BootstrapLogging;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.apache.tomcat.jdbc.pool.DataSource;
import touchline.bench.jobs.contender.Contender;
import touchline.bench.jobs.contender.Contenders;

/**
 * The main class of a node process. Reads {@code start NAME} and {@code stop} from the standard input, answers on the standard output, and prints
 * {@code run NUMBER MICROS} for each run. Ends with its input, so it can't outlive the benchmark.
 */
final class BenchNode {
    private static final long TELLING = TimeUnit.MILLISECONDS.toNanos(10);

    private final Contender contender;
    private final BenchDatabase database;
    private final IntConsumer job;
    private final Queue<String> said = new ConcurrentLinkedQueue<>();

    private BenchNode(Contender contender, BenchDatabase database, boolean hangs) {
        this.contender = contender;
        this.database = database;
        this.job = hangs ? this::hang : this::run;
    }

    /** Arguments: contender, database URL, user, password, and whether jobs never end. */
    public static void main(String[] args) throws Exception {
        BootstrapLogging.bootstrap(Level.OFF);
        BenchDatabase database = new BenchDatabase(args[1], args[2], args[3]);
        new BenchNode(Contenders.named(args[0]), database, Boolean.parseBoolean(args[4])).obey();
        Runtime.getRuntime().halt(0);
    }

    private void obey() throws Exception {
        Thread teller = new Thread(this::tell, "bench-teller");
        teller.setDaemon(true);
        teller.start();
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        AutoCloseable node = () -> {};
        DataSource pool = null;
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            if (order.startsWith("start ")) {
                pool = database.pool();
                pool.createPool();
                node = contender.start(pool, order.substring("start ".length()), job);
                said.add("started");
            } else if (order.equals("stop") && pool != null) {
                node.close();
                pool.close(true);
                said.add("stopped");
            }
        }
    }

    private void run(int number) {
        said.add("run " + number + " " + Microseconds.now());
    }

    private void hang(int number) {
        run(number);
        while (true) {
            LockSupport.park(); // until killed
        }
    }

    /** On its own thread: a full pipe would block the threads that run jobs. */
    private void tell() {
        while (true) {
            StringBuilder lines = new StringBuilder();
            for (String line = said.poll(); line != null; line = said.poll()) {
                lines.append(line).append('\n');
            }
            System.out.print(lines);
            System.out.flush();
            LockSupport.parkNanos(TELLING);
        }
    }
}
