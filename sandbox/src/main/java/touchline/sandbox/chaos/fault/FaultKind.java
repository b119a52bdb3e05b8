package touchline.sandbox.chaos.fault;

import java.time.Duration;
import java.util.Random;
import touchline.sandbox.chaos.cluster.ChaosCluster;

/** The faults. A killed process is started again by {@code chaos}, as systemd or Kubernetes would do it. */
public enum FaultKind {
    KILL_NODE("kill -9 a node", Promise.NODE, NodeFaults::kill),
    FREEZE_NODE("freeze a node", Promise.NODE, NodeFaults::freeze),
    STOP_NODE("SIGTERM a node", Promise.NODE, NodeFaults::stop),
    KILL_FLUSHER("kill -9 the flusher", Promise.NODE, NodeFaults::killFlusher),
    FREEZE_FLUSHER("freeze the flusher", Promise.NODE, NodeFaults::freezeFlusher),
    RESTART_REDIS("kill -9 Redis, start it at once", Promise.REDIS, RedisFaults::restart),
    FREEZE_REDIS("freeze Redis for a second", Promise.REDIS, RedisFaults::freeze),
    FREEZE_REDIS_LONGER("freeze Redis for as long as Sentinels wait", Promise.REDIS, RedisFaults::freezeLonger),
    CUT_REDIS("cut all connections to Redis", Promise.REDIS, RedisFaults::cut),
    SWALLOW_REDIS("swallow answers of Redis", Promise.REDIS, RedisFaults::swallow),
    BLACK_HOLE_REDIS("black hole open connections to Redis", Promise.REDIS, RedisFaults::blackHole),
    PAUSE_REDIS("pause the writes of Redis", Promise.REDIS, RedisFaults::pauseWrites),
    FLUSH_SCRIPTS("let Redis forget the scripts", Promise.REDIS, RedisFaults::flushScripts),
    FILL_REDIS("fill the memory of Redis", Promise.REDIS, RedisFaults::fill),
    FILL_REDIS_DISK("fill the disk of Redis", Promise.REDIS, RedisFaults::fillDisk),
    SET_REDIS_CLOCK("set the clock of Redis by an hour", Promise.REDIS, RedisFaults::setClock),
    FAIL_OVER_REDIS("kill -9 Redis, fail over", Promise.REDIS, RedisFaults::failOver),
    DEMOTE_REDIS("freeze Redis until it is demoted", Promise.REDIS, RedisFaults::demote),
    LOSE_REPLICA("kill -9 a replica of Redis", Promise.REDIS, RedisFaults::killReplica),
    LOSE_SENTINEL("kill -9 a Sentinel", Promise.REDIS, RedisFaults::killSentinel),
    REFUSE_REDIS_SCRIPTS("take the scripts from the user of Redis", Promise.REDIS, RedisSettingFaults::refuseScripts),
    REFUSE_REDIS_LOGIN("change the password of Redis and back", Promise.REDIS, RedisSettingFaults::refuseLogin),
    LIMIT_REDIS_CLIENTS("allow no more clients of Redis", Promise.REDIS, RedisSettingFaults::limitClients),
    END_IDLE_REDIS_CLIENTS(
            "end idle connections to Redis after a second", Promise.REDIS, RedisSettingFaults::endIdleClients),
    RELAX_REDIS_FSYNC("let Redis write to disk once a second", Promise.REDIS, RedisSettingFaults::relaxFsync),
    FREEZE_REPLICAS("freeze both replicas of Redis", Promise.REDIS, RedisFaults::freezeReplicas),
    LOSE_SENTINELS("kill -9 two Sentinels", Promise.REDIS, RedisFaults::killSentinels),
    PROMOTE_REDIS_TWICE(
            "promote Redis twice, the former primary too", Promise.TWO_FAIL_OVERS, RedisFaults::promoteTwice),
    RESTART_POSTGRES("kill -9 Postgres, start it at once", Promise.POSTGRES, PostgresFaults::restart),
    FREEZE_POSTGRES("freeze Postgres", Promise.POSTGRES, PostgresFaults::freeze),
    CUT_POSTGRES("cut all connections to Postgres", Promise.POSTGRES, PostgresFaults::cut),
    SWALLOW_POSTGRES("swallow answers of Postgres", Promise.POSTGRES, PostgresFaults::swallow),
    FILL_POSTGRES_DISK("fill the disk of Postgres", Promise.POSTGRES, PostgresFaults::fillDisk),
    SET_POSTGRES_CLOCK("set the clock of Postgres by an hour", Promise.POSTGRES, PostgresFaults::setClock),
    FAIL_OVER_POSTGRES("kill -9 Postgres, promote the standby", Promise.POSTGRES, PostgresFaults::failOver),
    LOSE_STANDBY("kill -9 the standby of Postgres", Promise.POSTGRES, PostgresFaults::killStandby),
    READ_ONLY_POSTGRES("make Postgres read-only", Promise.POSTGRES, PostgresSettingFaults::readOnly),
    REFUSE_POSTGRES_LOGIN("refuse logins of Postgres", Promise.POSTGRES, PostgresSettingFaults::refuseLogin),
    END_IDLE_POSTGRES_CLIENTS(
            "end idle connections to Postgres after a second", Promise.POSTGRES, PostgresSettingFaults::endIdleClients),
    CANCEL_POSTGRES_STATEMENTS(
            "cancel the statements of Postgres", Promise.POSTGRES, PostgresSettingFaults::cancelStatements),
    TERMINATE_POSTGRES_SESSIONS(
            "terminate the sessions of Postgres again and again",
            Promise.POSTGRES,
            PostgresSettingFaults::terminateSessions),
    LOCK_POSTGRES_TABLES("lock all tables of Postgres", Promise.POSTGRES, PostgresSettingFaults::lockTables),
    LOSE_NAMES("let names of stores not resolve", Promise.REDIS, NodeFaults::loseNames);

    private final String title;
    private final Promise promise;

    @SuppressWarnings("ImmutableEnumChecker") // each is a reference to a static method and has no state
    private final Injection injection;

    FaultKind(String title, Promise promise, Injection injection) {
        this.title = title;
        this.promise = promise;
        this.injection = injection;
    }

    /** After which each trader is served again. */
    private enum Promise {
        NODE(3),
        REDIS(10),
        TWO_FAIL_OVERS(40), // Sentinel begins the second one up to 20 s after the first
        POSTGRES(20);

        private final Duration time;

        Promise(int seconds) {
            this.time = Duration.ofSeconds(seconds);
        }
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

    /** Whether it is injected only where both nodes and a flusher run in processes of their own. */
    public boolean needsProcesses() {
        return this == KILL_FLUSHER || this == FREEZE_FLUSHER || this == LOSE_NAMES;
    }

    /** The time within which each trader is promised to be served again. */
    public Duration promise() {
        return promise.time;
    }

    /** Does damage and undoes it. */
    public void inject(ChaosCluster cluster, Random random) throws Exception {
        injection.into(cluster, random);
    }
}
