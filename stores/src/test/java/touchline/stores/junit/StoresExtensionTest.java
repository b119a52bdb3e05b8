package touchline.stores.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;

@ExtendWith(StoresExtension.class)
final class StoresExtensionTest {
    @RepeatedTest(2)
    void everyTestBeginsWithEmptyStores(TestStores stores) throws SQLException {
        try (Jedis redis = new Jedis(stores.redisUrl())) {
            assertThat(redis.dbSize()).isZero();
            redis.set("left", "behind");
        }
        try (Connection connection = stores.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE left_behind (n int)");
        }
    }
}
