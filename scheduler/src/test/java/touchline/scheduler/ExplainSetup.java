package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.explain.Explainer;
import touchline.scheduler.explain.SuggestedAction;
import touchline.scheduler.job.Condition;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Retry;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.job.TouchlineJob;
import touchline.scheduler.node.NodeIdentity;
import touchline.scheduler.operation.Attribution;
import touchline.scheduler.operation.CommandResult;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** A cluster whose job is brought into the situations that can be named. */
@ExtendWith(StoresExtension.class)
abstract class ExplainSetup {
    static final JobName JOB = JobName.of("test/job");
    static final JobName OTHER = JobName.of("test/other");
    static final Duration SOON = Duration.ofSeconds(60);
    static final Schedule FAR_AHEAD = new Schedule.Cron("0 0 0 1 1 ? 2098");
    static final Schedule OFTEN = new Schedule.Every(Duration.ofMillis(300));

    final List<AutoCloseable> afterwards = new ArrayList<>();
    final CountDownLatch letGo = new CountDownLatch(1);

    @SuppressWarnings("NullAway.Init")
    TestStores stores;

    @SuppressWarnings("NullAway.Init")
    Cluster cluster;

    @BeforeEach
    void begin(TestStores given) {
        stores = given;
        cluster = new Cluster(stores);
    }

    @AfterEach
    void end() throws Exception {
        letGo.countDown();
        for (AutoCloseable one : afterwards) {
            one.close();
        }
        cluster.stop();
    }

    /** What is to be said of the job once it is so. */
    record Said(Explainer explainer, JobName job, String words, boolean holdsUp, SuggestedAction action) {
        Said(Explainer explainer, String words, boolean holdsUp, SuggestedAction action) {
            this(explainer, JOB, words, holdsUp, action);
        }
    }

    static JobDefinition job(Schedule schedule, TouchlineJob work) {
        return JobDefinition.named(JOB).on(schedule).exclusively().runs(work);
    }

    static JobDefinition asked(TouchlineJob work) {
        return JobDefinition.named(JOB)
                .recovered()
                .retried(Retry.times(3, Duration.ofSeconds(30), Duration.ofSeconds(30)))
                .runs(work);
    }

    static JobDefinition other(TouchlineJob work) {
        return JobDefinition.named(OTHER).runs(work);
    }

    static JobDefinition conditional(boolean holds) {
        return JobDefinition.named(JOB)
                .on(FAR_AHEAD)
                .onlyIf(new Condition("FEED_KEY is set", holds))
                .runs(run -> JobReport.done());
    }

    static Attribution order(String reason) {
        return new Attribution(new Actor("anna", "here"), reason);
    }

    static void done(CommandResult<?> pulled) {
        assertThat(pulled).isInstanceOf(CommandResult.Done.class);
    }

    static String name(JobPlatform node) {
        return node.identity().node();
    }

    static NodeIdentity identity(String name) {
        return new NodeIdentity(name, "localhost", ProcessHandle.current().pid(), "test", 5);
    }

    /** A console's, on a node that runs nothing. */
    Explainer explainer(JobDefinition job) {
        return new Explainer(cluster.book(), new JobCatalogue(List.of(job)));
    }

    static Said holds(JobPlatform node, String words, SuggestedAction action) {
        return new Said(node.explainer(), words, true, action);
    }

    static Said harmless(JobPlatform node, String words) {
        return new Said(node.explainer(), words, false, SuggestedAction.NOTHING_TO_DO);
    }

    void sql(String... statements) {
        cluster.book().useTransaction(handle -> {
            for (String statement : statements) {
                handle.execute(statement);
            }
        });
    }

    /** Somebody has the lock without which nothing fires. */
    void holdTheLock() throws SQLException {
        Connection somebody = stores.dataSource().getConnection();
        afterwards.add(somebody);
        somebody.setAutoCommit(false);
        somebody.createStatement().execute("SELECT * FROM qrtz_locks WHERE lock_name = 'TRIGGER_ACCESS' FOR UPDATE");
    }
}
