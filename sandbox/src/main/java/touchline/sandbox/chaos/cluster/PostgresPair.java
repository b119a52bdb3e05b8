package touchline.sandbox.chaos.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import touchline.stores.PostgresProcess;
import touchline.stores.clock.ServerClock;

/** A primary and a streaming standby. Fails over as Patroni does: end the old primary, promote the standby, make a new standby. */
public final class PostgresPair {
    private static final Duration STREAMING = Duration.ofMinutes(5);
    private static final int DISK_MEGABYTES = 1_536;

    private final List<PostgresServer> servers;
    private PostgresServer primary;

    private PostgresPair(PostgresServer primary, PostgresServer standby) {
        this.servers = List.of(primary, standby);
        this.primary = primary;
    }

    static PostgresPair start(Path directory) throws IOException, InterruptedException {
        SmallDisk firstDisk = SmallDisk.at(directory.resolve("postgres-1"), DISK_MEGABYTES);
        SmallDisk secondDisk = SmallDisk.at(directory.resolve("postgres-2"), DISK_MEGABYTES);
        ServerClock firstClock = ServerClock.in(Files.createDirectories(directory.resolve("clock-1")));
        ServerClock secondClock = ServerClock.in(Files.createDirectories(directory.resolve("clock-2")));
        PostgresProcess first = PostgresProcess.start(directory.resolve("postgres-1"), firstClock.environment());
        PostgresProcess second =
                PostgresProcess.standbyOf(first, directory.resolve("postgres-2"), secondClock.environment());
        PostgresPair pair = new PostgresPair(
                new PostgresServer("postgres-1", first, firstDisk, firstClock),
                new PostgresServer("postgres-2", second, secondDisk, secondClock));
        pair.awaitWhole();
        return pair;
    }

    public PostgresServer primary() {
        return primary;
    }

    public PostgresServer standby() {
        return servers.get(servers.indexOf(primary) == 0 ? 1 : 0);
    }

    List<PostgresServer> servers() {
        return servers;
    }

    /** The URL for nodes, with addresses of both servers, or with their names. */
    String url(boolean named) {
        String hosts = servers.stream()
                .map(server -> (named ? server.name() : "127.0.0.1") + ":"
                        + server.proxy().port())
                .collect(Collectors.joining(","));
        return "jdbc:postgresql://" + hosts + "/postgres?targetServerType=primary";
    }

    /** Ends the primary and promotes the standby, without waiting for what the standby lacks. */
    public void failOver() throws IOException, SQLException, InterruptedException {
        primary.kill();
        standby().process().promote();
        primary = standby();
    }

    /** Makes a standby of the server that isn't the primary. */
    public void rebuildStandby() throws IOException, InterruptedException {
        standby().follow(primary);
    }

    /** Waits until the standby streams. */
    public void awaitWhole() throws IOException, InterruptedException {
        Patience.await(
                "Postgres has its standby",
                STREAMING,
                () -> primary.text("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'")
                        .equals("1"));
    }
}
