package touchline.market.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;

class RedisAddressTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            nullValues = "-",
            value = {
                "redis://h:7 h 7 - - 0 false",
                "redis://h h 6379 - - 0 false",
                "rediss://h:7/3 h 7 - - 3 true",
                "redis://:pw@h:7 h 7 - pw 0 false",
                "redis://u:pw@h:7/ h 7 u pw 0 false",
                "redis://u:p%40s%2Fs%3Aw%25@h:7 h 7 u p@s/s:w% 0 false",
                "redis://u:p^s\"s|{w}@h:7 h 7 u p^s\"s|{w} 0 false",
                "redis://u:p@ss:w+d@h:7 h 7 u p@ss:w+d 0 false",
                "redis://u%40x:%C3%A9@h:7 h 7 u@x é 0 false",
                "redis://@h:7 h 7 - - 0 false",
                "redis://touchline_redis:7 touchline_redis 7 - - 0 false",
                "redis://[::1]:7/2 ::1 7 - - 2 false",
                "redis://u:pw@[fe80::1%eth0] fe80::1%eth0 6379 u pw 0 false",
            })
    void aUrlIsRead(
            String url, String host, int port, @Nullable String user, @Nullable String password, int db, boolean tls) {
        assertThat(RedisAddress.parse(url, null))
                .isEqualTo(new RedisAddress(List.of(new HostAndPort(host, port)), null, user, password, db, tls, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            nullValues = "-",
            value = {
                "redis+sentinel://a:7,b:8,c:9/main a:7,b:8,c:9 main - - 0 false",
                "redis+sentinel://a/main a:26379 main - - 0 false",
                "rediss+sentinel://a,[::1]:8/main/3 a:26379,::1:8 main - - 3 true",
                "redis+sentinel://u:p%40s%2Fs@a:7,b:8/touch.line-1/ a:7,b:8 touch.line-1 u p@s/s 0 false",
                "REDIS+SENTINEL://:pw@a:7/main a:7 main - pw 0 false",
            })
    void aUrlOfSentinelsIsRead(
            String url,
            String hosts,
            String name,
            @Nullable String user,
            @Nullable String password,
            int db,
            boolean tls) {
        RedisAddress address = RedisAddress.parse(url, null);

        assertThat(address.hosts().stream().map(HostAndPort::toString).collect(Collectors.joining(",")))
                .isEqualTo(hosts);
        assertThat(address)
                .isEqualTo(new RedisAddress(address.hosts(), name, user, password, db, tls, null))
                .asString()
                .doesNotContain("pw", "p@s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "kestrel",
                "http://u:kestrel@h:7",
                "redis:kestrel",
                "redis:///kestrel",
                "redis://kestrel@h:7",
                "redis://u:kestrel@a:7,b:7",
                "redis://u:kestrel@h:seven",
                "redis://u:kestrel@h:0",
                "redis://u:kestrel@h:65536",
                "redis://u:kestrel@h:7/kestrel",
                "redis://u:kestrel@h:7?protocol=3",
                "redis://u:kestrel%zz@h:7",
                "redis://u:kestrel%4@h:7",
                "redis://u:kes/trel@h:7",
                "redis://u:kes?trel@h:7",
                "redis://u:kes#trel@h:7",
                "redis+sentinel://u:kestrel@h:7",
                "redis+sentinel://u:kestrel@h:7/",
                "redis+sentinel://u:kestrel@h:7//1",
                "redis+sentinel://u:kestrel@h:7/main/kestrel",
                "redis+sentinel://u:kestrel@h:7/main/1/2",
                "redis+sentinel://u:kestrel@h:7,/main",
                "redis+sentinel://kestrel@h:7/main",
                "redis+sentinel://u:kestrel@h:7/main?db=1",
                "http+sentinel://u:kestrel@h:7/main",
                "unix://kestrel/redis.sock",
                "redis://u:kestrel@",
                "redis://u:kestrel@h h:7",
                "redis://u:kestrel@[::1:7",
                "redis://u:kestrel@::1:7"
            })
    void whatCannotBeReadIsRefusedInASentenceWithoutTheSecret(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisAddress.parse(url, null))
                .withMessageStartingWith("REDIS_URL ")
                .withMessageEndingWith(".")
                .withNoCause()
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("kes").doesNotContain("\n"));
    }

    @Test
    void aPasswordIsNeverShown() {
        RedisAddress address = RedisAddress.parse("rediss://user:kestrel@h:7/1", null);

        assertThat(address).hasToString("rediss://h:7/1");
        assertThat(new RedisConnections(address)).hasToString("rediss://h:7/1");
        assertThat(ServerUrl.parse("X", "redis://u:kestrel@h?a=kestrel").toString())
                .doesNotContain("kestrel");
    }
}
