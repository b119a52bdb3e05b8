package touchline.sandbox.chaos.fault;

import java.time.Duration;
import java.util.Random;
import touchline.sandbox.chaos.cluster.ChaosCluster;

/** The faults. A killed process is started again by {@code chaos}, as systemd or Kubernetes would do it. */
public enum FaultKind {
    KILL_NODE("kill -9 a node", NodeFaults::kill),
    FREEZE_NODE("freeze a node", NodeFaults::freeze),
    STOP_NODE("SIGTERM a node", NodeFaults::stop),
    KILL_FLUSHER("kill -9 the flusher", NodeFaults::killFlusher),
    FREEZE_FLUSHER("freeze the flusher", NodeFaults::freezeFlusher),
    RESTART_REDIS("kill -9 Redis, start it at once", RedisFaults::restart),
    FREEZE_REDIS("freeze Redis for a second", RedisFaults::freeze),
    FREEZE_REDIS_LONGER("freeze Redis for as long as Sentinels wait", RedisFaults::freezeLonger),
    CUT_REDIS("cut all connections to Redis", RedisFaults::cut),
    SWALLOW_REDIS("swallow answers of Redis", RedisFaults::swallow),
    BLACK_HOLE_REDIS("black hole open connections to Redis", RedisFaults::blackHole),
    PAUSE_REDIS("pause the writes of Redis", RedisFaults::pauseWrites),
    FLUSH_SCRIPTS("let Redis forget the scripts", RedisFaults::flushScripts),
    FILL_REDIS("fill the memory of Redis", RedisFaults::fill),
    FILL_REDIS_DISK("fill the disk of Redis", RedisFaults::fillDisk),
    SET_REDIS_CLOCK("set the clock of Redis by an hour", RedisFaults::setClock),
    FAIL_OVER_REDIS("kill -9 Redis, fail over", RedisFaults::failOver),
    DEMOTE_REDIS("freeze Redis until it is demoted", RedisFaults::demote),
    LOSE_REPLICA("kill -9 a replica of Redis", RedisFaults::killReplica),
    LOSE_SENTINEL("kill -9 a Sentinel", RedisFaults::killSentinel),
    RESTART_POSTGRES("kill -9 Postgres, start it at once", PostgresFaults::restart),
    FREEZE_POSTGRES("freeze Postgres", PostgresFaults::freeze),
    CUT_POSTGRES("cut all connections to Postgres", PostgresFaults::cut),
    SWALLOW_POSTGRES("swallow answers of Postgres", PostgresFaults::swallow),
    FILL_POSTGRES_DISK("fill the disk of Postgres", PostgresFaults::fillDisk),
    SET_POSTGRES_CLOCK("set the clock of Postgres by an hour", PostgresFaults::setClock),
    FAIL_OVER_POSTGRES("kill -9 Postgres, promote the standby", PostgresFaults::failOver),
    LOSE_STANDBY("kill -9 the standby of Postgres", PostgresFaults::killStandby);

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // each is a reference to a static method and has no state
    private final Injection injection;

    FaultKind(String title, Injection injection) {
        this.title = title;
        this.injection = injection;
    }

    public String title() {
        return title;
    }

    /** Whether it is injected only where the stores have disks of their own. */
    public boolean fillsDisk() {
        return this == FILL_REDIS_DISK || this == FILL_POSTGRES_DISK;
    }

    /** Whether it is injected only where libfaketime is installed. */
    public boolean setsClock() {
        return this == SET_REDIS_CLOCK || this == SET_POSTGRES_CLOCK;
    }

    /** Whether it is injected only where a flusher runs in a process of its own. */
    public boolean needsFlusher() {
        return this == KILL_FLUSHER || this == FREEZE_FLUSHER;
    }

    /** The time within which each trader is promised to be served again. */
    public Duration promise() {
        return switch (this) {
            case KILL_NODE, FREEZE_NODE, STOP_NODE, KILL_FLUSHER, FREEZE_FLUSHER -> Duration.ofSeconds(3);
            case RESTART_REDIS,
                    FREEZE_REDIS,
                    FREEZE_REDIS_LONGER,
                    CUT_REDIS,
                    SWALLOW_REDIS,
                    BLACK_HOLE_REDIS,
                    PAUSE_REDIS,
                    FLUSH_SCRIPTS,
                    FILL_REDIS,
                    FILL_REDIS_DISK,
                    SET_REDIS_CLOCK,
                    FAIL_OVER_REDIS,
                    DEMOTE_REDIS,
                    LOSE_REPLICA,
                    LOSE_SENTINEL -> Duration.ofSeconds(10);
            case RESTART_POSTGRES,
                    FREEZE_POSTGRES,
                    CUT_POSTGRES,
                    SWALLOW_POSTGRES,
                    FILL_POSTGRES_DISK,
                    SET_POSTGRES_CLOCK,
                    FAIL_OVER_POSTGRES,
                    LOSE_STANDBY -> Duration.ofSeconds(20);
        };
    }

    /** Does damage and undoes it. */
    public void inject(ChaosCluster cluster, Random random) throws Exception {
        injection.into(cluster, random);
    }
}
