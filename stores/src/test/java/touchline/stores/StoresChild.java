package touchline.stores;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import redis.clients.jedis.Jedis;

/** A process that starts the stores, writes to both, prints {@code written}, and waits to be killed. Argument: {@code guarded} or {@code alone}. */
final class StoresChild {
    private StoresChild() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        if (arguments[1].equals("guarded")) {
            Guardian.over(directory, false);
        }
        Stores stores = Stores.start(directory);
        try (Connection connection = DriverManager.getConnection(
                        stores.databaseUrl(), stores.databaseUser(), stores.databasePassword());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS kept (n int)");
            statement.execute("INSERT INTO kept VALUES (1)");
        }
        try (Jedis redis = new Jedis(stores.redisUrl())) {
            redis.incr("kept");
        }
        System.out.println("written");
        new CountDownLatch(1).await();
    }
}
