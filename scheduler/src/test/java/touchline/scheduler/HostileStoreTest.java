package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Schedule;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** A program that can write to Quartz' tables can't run anything that isn't in the catalogue, nor loaded (#72 #638, CVE-2023-39017). */
@ExtendWith(StoresExtension.class)
final class HostileStoreTest {
    private static final JobName BEATING = JobName.of("test/beating");
    private static final JobName ASKED = JobName.of("test/asked");
    private static final Duration SOON = Duration.ofSeconds(60);

    private final AtomicInteger beats = new AtomicInteger();

    @SuppressWarnings("NullAway.Init")
    private Cluster cluster;

    @BeforeEach
    void begin(TestStores stores) {
        cluster = new Cluster(stores);
    }

    @AfterEach
    void end() throws Exception {
        cluster.stop();
    }

    /** Leaves a file where it is read. */
    private static final class Bomb implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private final String file;

        private Bomb(Path file) {
            this.file = file.toString();
        }

        @Serial
        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            Files.createFile(Path.of(file));
        }
    }

    /** Leaves a file where it is run. */
    public static final class Planted implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            try {
                Files.createFile(Path.of(context.getMergedJobDataMap().getString("file")));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void aClassThatTheStoreNamesIsNeverLoadedAndTheJobRunsAllTheSame(TestStores stores) throws Exception {
        cluster.start(Watchful.node(stores.dataSource(), beating()));
        awaitBeats(2);
        cluster.book()
                .useHandle(handle -> handle.execute(
                        "UPDATE qrtz_job_details SET job_class_name = 'no.such.Class', job_data = 'rubbish'"));
        awaitBeats(5);
        assertThat(cluster.count("SELECT count(*) FROM qrtz_triggers WHERE trigger_state = 'ERROR'"))
                .isZero();
    }

    @Test
    void aJobThatSomebodyPlantsIsNeitherRunNorLoadedNorItsDataRead(TestStores stores, @TempDir Path directory)
            throws Exception {
        Path ran = directory.resolve("ran");
        Path read = directory.resolve("read");
        cluster.start(Watchful.node(stores.dataSource(), beating()));
        awaitBeats(1);
        byte[] data = ("file=" + ran + "\n").getBytes(StandardCharsets.ISO_8859_1);
        plant("planted", Planted.class.getName(), data);
        plant("native", "org.quartz.jobs.NativeJob", "command=reboot".getBytes(StandardCharsets.ISO_8859_1));
        plant("bomb", HostileStoreTest.class.getName(), serialised(new Bomb(read)));
        awaitBeats(15);
        assertThat(ran).doesNotExist();
        assertThat(read).doesNotExist();
        assertThat(
                        cluster.text(
                                "SELECT string_agg(DISTINCT trigger_state, ' ') FROM qrtz_triggers WHERE job_group = 'planted'"))
                .isEqualTo("WAITING");
        assertThat(cluster.count("SELECT count(*) FROM job_executions WHERE job_group = 'planted'"))
                .isZero();
    }

    @Test
    void whatIsSerialisedInARequestOrACalendarIsNotRead(TestStores stores, @TempDir Path directory) throws Exception {
        Path read = directory.resolve("read");
        JobDefinition asked = JobDefinition.named(ASKED).runs(run -> JobReport.done());
        JobPlatform node = cluster.start(Watchful.node(stores.dataSource(), beating(), asked));
        awaitBeats(1);
        byte[] bomb = serialised(new HashMap<>(Map.of("bomb", new Bomb(read))));
        node.request(ASKED, "data", Instant.now().plusSeconds(600), Map.of());
        node.request(ASKED, "calendar", Instant.now().plusSeconds(600), Map.of());
        cluster.book().useTransaction(handle -> {
            handle.execute("INSERT INTO qrtz_calendars VALUES ('touchline', 'evil', ?)", bomb);
            handle.execute(
                    "UPDATE qrtz_triggers SET calendar_name = 'evil', next_fire_time = 1 WHERE trigger_name = 'calendar'");
            handle.execute(
                    "UPDATE qrtz_triggers SET job_data = ?, next_fire_time = 1 WHERE trigger_name = 'data'", bomb);
        });
        await().atMost(SOON)
                .until(() -> cluster.text("SELECT trigger_state FROM qrtz_triggers WHERE trigger_name = 'calendar'")
                        .equals("ERROR"));
        awaitBeats(5);
        assertThat(read).doesNotExist();
        // As properties it is only rubbish: it names no parameter that anybody asks for.
        await().atMost(SOON)
                .until(() -> List.of("ERROR", "")
                        .contains(cluster.text("SELECT trigger_state FROM qrtz_triggers WHERE trigger_name = 'data'")));
    }

    private void plant(String name, String job, byte[] data) {
        cluster.book().useTransaction(handle -> {
            handle.execute(
                    "INSERT INTO qrtz_job_details VALUES ('touchline', ?, 'planted', NULL, ?, true, false, false, true, ?)",
                    name,
                    job,
                    data);
            // One for the scheduler to acquire, one for the misfire handler to store again.
            for (int misfire : new int[] {-1, 4}) {
                String trigger = name + misfire;
                handle.execute("""
                        INSERT INTO qrtz_triggers
                            (sched_name, trigger_name, trigger_group, job_name, job_group, next_fire_time, prev_fire_time, priority,
                             trigger_state, trigger_type, start_time, end_time, misfire_instr)
                        VALUES ('touchline', ?, 'theirs', ?, 'planted', 1, -1, 5, 'WAITING', 'SIMPLE', 1, 0, ?)
                        """, trigger, name, misfire);
                handle.execute(
                        "INSERT INTO qrtz_simple_triggers VALUES ('touchline', ?, 'theirs', -1, 1000, 0)", trigger);
            }
        });
    }

    private static byte[] serialised(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    private JobDefinition beating() {
        return JobDefinition.named(BEATING)
                .on(new Schedule.Every(Duration.ofMillis(200)))
                .exclusively()
                .runs(run -> {
                    beats.incrementAndGet();
                    return JobReport.done();
                });
    }

    private void awaitBeats(int more) {
        int then = beats.get();
        await().atMost(SOON).until(() -> beats.get() >= then + more);
    }
}
