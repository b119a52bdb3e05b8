package touchline.api.command;

import java.util.concurrent.CountDownLatch;
import net.sourceforge.argparse4j.inf.Namespace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.api.subscriber.ManagedFlusher;
import touchline.market.outbox.Flusher;

/** The flusher alone, until it is told to end. */
public final class FlusherCommand extends StoresCommand {
    private static final Logger LOG = LoggerFactory.getLogger(FlusherCommand.class);

    public FlusherCommand() {
        super("flusher", "moves what happens in Redis into Postgres, until it is told to end");
    }

    @Override
    void work(Stores stores, Namespace arguments) throws Exception {
        int batch = stores.configuration().flusher().batch();
        ManagedFlusher flusher = new ManagedFlusher(() -> new Flusher(stores.redis(), stores.jdbi(), batch));
        CountDownLatch end = new CountDownLatch(1);
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            end.countDown();
            try {
                main.join(15_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        flusher.start();
        LOG.info("flushing");
        end.await();
        flusher.stop();
    }
}
