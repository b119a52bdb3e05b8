package touchline.stores;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import redis.clients.jedis.Jedis;

/** A process that starts the stores, writes to both, says so, and then waits to be killed. */
final class StoresChild {
    private StoresChild() {}

    public static void main(String[] arguments) throws Exception {
        Stores stores = Stores.start(Path.of(arguments[0]));
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
