package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.forecast.Forecast;
import touchline.scheduler.forecast.ScheduleDiff;
import touchline.scheduler.forecast.Upcoming;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.operation.Attribution;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
final class UpcomingTest {
    private static final JobName JOB = JobName.of("test/job");

    @Test
    void aJobFiresAtTheTimesThatWereForetold(TestStores stores) throws Exception {
        Cluster cluster = new Cluster(stores);
        ConcurrentLinkedQueue<Instant> fired = new ConcurrentLinkedQueue<>();
        try {
            JobPlatform node = cluster.start(JobDefinition.named(JOB)
                    .on(new Schedule.Every(Duration.ofMillis(400)))
                    .runs(run -> {
                        fired.add(run.scheduledFor());
                        return JobReport.done();
                    }));
            await().atMost(Duration.ofSeconds(60)).until(() -> !fired.isEmpty());
            List<Instant> foretold = instants(node.upcoming().of(JOB, 10, ZoneOffset.UTC));
            assertThat(foretold).hasSize(10);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> fired.stream().anyMatch(time -> !time.isBefore(foretold.get(9))));
            assertThat(fired.stream().filter(time -> time.isAfter(foretold.get(0)) && time.isBefore(foretold.get(9))))
                    .isNotEmpty()
                    .allMatch(foretold::contains);
        } finally {
            cluster.stop();
        }
    }

    @Test
    void whatAnOperatorHasOverriddenIsWhatIsForetold(TestStores stores) throws Exception {
        Cluster cluster = new Cluster(stores);
        try {
            JobPlatform node = cluster.start(JobDefinition.named(JOB)
                    .on(new Schedule.Cron("0 0 * * * ?"))
                    .runs(run -> JobReport.done()));
            Upcoming upcoming = node.upcoming();
            Schedule halfHourly = new Schedule.Cron("0 0/30 * * * ?");
            ScheduleDiff diff = upcoming.change(JOB, halfHourly);
            assertThat(diff.count(ScheduleDiff.Fate.REMOVED)).isZero();
            assertThat(diff.count(ScheduleDiff.Fate.SAME)).isEqualTo(50);
            assertThat(instants(upcoming.of(JOB, halfHourly, 1_000, ZoneOffset.UTC)))
                    .hasSize(200);
            node.operations()
                    .schedules()
                    .override(JOB, halfHourly, false, new Attribution(new Actor("anna", ""), "more often"));
            Forecast forecast = upcoming.of(JOB, 3, ZoneOffset.UTC);
            assertThat(forecast.schedule()).isEqualTo("every 30 minutes (UTC)");
            assertThat(Duration.between(
                            forecast.times().get(0).at(),
                            forecast.times().get(1).at()))
                    .isEqualTo(Duration.ofMinutes(30));
        } finally {
            cluster.stop();
        }
    }

    private static List<Instant> instants(Forecast forecast) {
        return forecast.times().stream().map(Forecast.Time::at).toList();
    }
}
