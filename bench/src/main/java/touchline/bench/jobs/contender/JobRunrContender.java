package touchline.bench.jobs.contender;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.IntConsumer;
import javax.sql.DataSource;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.scheduling.JobBuilder;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.StorageProviderUtils.DatabaseOptions;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;
import org.jobrunr.utils.mapper.JsonMapper;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;

/** JobRunr: a row for each job, kept after the run. Due jobs are enqueued, later ones scheduled. */
final class JobRunrContender implements Contender {
    private static final int WORKERS = 50;
    private static final Duration POLL = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "jobrunr";
    }

    @Override
    public String settings() {
        return WORKERS + " workers, polls every 5 s and gives a server up after 4 polls, the least it takes of both;"
                + " keeps what ran";
    }

    @Override
    public String notRun() {
        return "with its defaults (polls every 15 s, given up after 4) 60 s and more";
    }

    @Override
    public void prepare(DataSource database) {
        storage(database, new JacksonJsonMapper(), DatabaseOptions.CREATE).close();
    }

    @Override
    public void store(DataSource database, List<OneShot> shots) {
        StorageProvider storage = storage(database, new JacksonJsonMapper(), DatabaseOptions.SKIP_CREATE);
        JobRequestScheduler scheduler = new JobRequestScheduler(storage);
        Instant now = Instant.now();
        scheduler.create(shots.stream().map(shot -> {
            JobBuilder job = JobBuilder.aJob().withJobRequest(new ShotRequest(shot.number()));
            return shot.at().isAfter(now) ? job.scheduleAt(shot.at()) : job;
        }));
        scheduler.shutdown();
    }

    @Override
    public AutoCloseable start(DataSource database, String node, IntConsumer job) {
        JsonMapper json = new JacksonJsonMapper();
        StorageProvider storage = storage(database, json, DatabaseOptions.SKIP_CREATE);
        BackgroundJobServer server = new BackgroundJobServer(
                storage,
                json,
                new OneHandler(new ShotHandler(job)),
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andName(node)
                        .andWorkerCount(WORKERS)
                        .andPollInterval(POLL)
                        .andServerTimeoutPollIntervalMultiplicand(4));
        server.start();
        return () -> {
            server.stop();
            storage.close();
        };
    }

    private static StorageProvider storage(DataSource database, JsonMapper json, DatabaseOptions tables) {
        StorageProvider storage = SqlStorageProviderFactory.using(database, null, tables);
        storage.setJobMapper(new JobMapper(json));
        return storage;
    }

    /** Stored as JSON with its class name. */
    public record ShotRequest(int number) implements JobRequest {
        @Override
        public Class<ShotHandler> getJobRequestHandler() {
            return ShotHandler.class;
        }
    }

    public static final class ShotHandler implements JobRequestHandler<ShotRequest> {
        private final IntConsumer job;

        ShotHandler(IntConsumer job) {
            this.job = job;
        }

        @Override
        public void run(ShotRequest request) {
            job.accept(request.number());
        }
    }

    private record OneHandler(ShotHandler handler) implements JobActivator {
        @Override
        public <T> T activateJob(Class<T> type) {
            return type.cast(handler);
        }
    }
}
