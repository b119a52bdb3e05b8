package touchline.api.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TrustedProxiesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.0/8                | 10.255.0.1         | 11.0.0.1",
                "10.1.2.3/8                | 10.255.0.1         | 11.0.0.1",
                "192.0.2.128/25            | 192.0.2.200        | 192.0.2.127",
                "192.0.2.7                 | 192.0.2.7          | 192.0.2.8",
                "192.0.2.7/32              | 192.0.2.7          | 192.0.2.6",
                "::1                       | 0:0:0:0:0:0:0:1    | ::2",
                "[::1]                     | ::1                | 127.0.0.1",
                "2001:DB8:0:0::/33         | 2001:db8:7fff::1   | 2001:db8:8000::1",
                "[2001:db8::]/32           | 2001:db8::1        | 2001:db9::1",
                "::ffff:10.0.0.0/104       | 10.9.9.9           | 11.0.0.1",
                "172.16.0.0/12 , ,::1      | 172.31.0.1         | 172.32.0.1",
                "172.16.0.0/12 fd00::/8    | fdff::1            | fe00::1",
            })
    void anEntryIsAnAddressOrABlockInAnySpelling(String list, String inside, String outside) {
        TrustedProxies proxies = TrustedProxies.parse(list);

        assertThat(proxies.contain(IpLiterals.parse(inside).orElseThrow())).isTrue();
        assertThat(proxies.contain(IpLiterals.parse(outside).orElseThrow())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "proxy.example.com",
                "10.0.0.1,haproxy_1",
                "10.0.0.0/33",
                "::/129",
                "10.0.0.0/-1",
                "10.0.0.0/8/8",
                "10.0.0.0/255.0.0.0",
                "10.0.0",
                "10.0.0.*",
                "10.0.0.1:80",
                "[::1]:80",
                "fe80::1%eth0",
                "0.0.0.0/0",
                "::/0",
                "::ffff:0.0.0.0/96",
                "::ffff:10.0.0.0/8",
                "*",
                "true"
            })
    void anythingElseIsRefusedByName(String list) {
        int number = list.contains(",") ? 2 : 1;

        assertThatThrownBy(() -> TrustedProxies.parse(list))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("OPERATORS_TRUSTED_PROXIES")
                .hasMessageContaining("entry " + number);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", " , "})
    void noProxyIsTrustedByDefault(String list) {
        assertThat(TrustedProxies.parse(list)
                        .contain(IpLiterals.parse("127.0.0.1").orElseThrow()))
                .isFalse();
    }
}
