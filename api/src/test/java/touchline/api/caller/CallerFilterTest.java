package touchline.api.caller;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.api.caller.CallerFilter.Forwarding;

final class CallerFilterTest {
    private final CallerFilter filter = new CallerFilter(TrustedProxies.parse("10.0.0.0/8, fd00::/8"));

    private String xForwardedFor(String value) {
        return filter.caller("10.0.0.1", new Forwarding(value, "", ""), false).address();
    }

    private String forwarded(String value) {
        return filter.caller("10.0.0.1", new Forwarding("", "", value), false).address();
    }

    @Test
    void headersOfAnUntrustedPeerDoNotCount() {
        Forwarding claimed = new Forwarding("203.0.113.5", "https", "for=203.0.113.5;proto=https");

        assertThat(filter.caller("192.0.2.1", claimed, false)).isEqualTo(new Caller("192.0.2.1", false));
        assertThat(filter.caller("fe00::1", claimed, true)).isEqualTo(new Caller("fe00::1", true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.5, 198.51.100.7, 10.0.0.2    | 198.51.100.7",
                "203.0.113.5, 198.51.100.7,fd00::2      | 198.51.100.7",
                "2001:db8::1                            | 2001:db8::1",
                "2001:0DB8:0:0:0::1                     | 2001:db8::1",
                "203.0.113.8:4711                       | 203.0.113.8",
                "203.0.113.8:4712, 10.3.2.1:80          | 203.0.113.8",
                "[2001:db8::1]:4711                     | 2001:db8::1",
                "[2001:db8::1]                          | 2001:db8::1",
                "::ffff:203.0.113.8                     | 203.0.113.8",
                "::ffff:cb00:7108                       | 203.0.113.8",
                "fe80::1%eth0                           | fe80::1",
                "203.0.113.5, , 10.0.0.2 ,              | 203.0.113.5",
                "10.0.0.9, 10.0.0.8                     | 10.0.0.9",
                "203.0.113.5, unknown                   | 10.0.0.1",
                "203.0.113.5, _hidden, 10.0.0.2         | 10.0.0.2",
                "203.0.113.5, <script>                  | 10.0.0.1",
                "203.0.113.5, 1.2.3                     | 10.0.0.1",
                "203.0.113.5, 1.2.3.256                 | 10.0.0.1",
                "203.0.113.5, localhost                 | 10.0.0.1",
                ",                                      | 10.0.0.1",
            })
    void theCallerIsTheRightmostUntrustedAddress(String header, String address) {
        assertThat(xForwardedFor(header)).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "for=192.0.2.60;proto=http;by=203.0.113.43               | 192.0.2.60",
                "For=192.0.2.43, for=198.51.100.17                       | 198.51.100.17",
                "for=198.51.100.17;by=10.0.0.2, FOR=10.0.0.2             | 198.51.100.17",
                "for=\"[2001:db8:cafe::17]:4711\"                        | 2001:db8:cafe::17",
                "for=\"[2001:db8:cafe::17]\"                             | 2001:db8:cafe::17",
                "for=\"192.0.2.43:4711\"                                 | 192.0.2.43",
                "for=192.0.2.43:4711                                     | 192.0.2.43",
                "for=192.0.2.1;host=\"a,b;for=192.0.2.9\"                | 192.0.2.1",
                "for=192.0.2.1, for=unknown                              | 10.0.0.1",
                "for=192.0.2.1, for=\"_hidden\", for=10.0.0.2            | 10.0.0.2",
                "for=192.0.2.1, proto=https                              | 10.0.0.1",
                "for=192.0.2.1, for=\"[::1                               | 10.0.0.1",
                "for=192.0.2.1,, for=10.4.4.4 ,                          | 192.0.2.1",
            })
    void forwardedIsReadPerRfc7239(String header, String address) {
        assertThat(forwarded(header)).isEqualTo(address);
    }

    /** The proxy keeps one of the headers; the other is what the caller sent. */
    @Test
    void aSecondHeaderCannotChooseTheAddress() {
        assertThat(filter.caller("10.0.0.1", new Forwarding("203.0.113.5", "", "for=192.0.2.7"), false)
                        .address())
                .isEqualTo("10.0.0.1");
        assertThat(filter.caller("10.0.0.1", new Forwarding("203.0.113.5, 10.0.0.2", "", "for=203.0.113.5"), false)
                        .address())
                .isEqualTo("203.0.113.5");
    }

    @Test
    void theSchemeIsThatOfTheFirstProxy() {
        assertThat(filter.caller("10.0.0.1", new Forwarding("", "https", ""), false)
                        .isSecure())
                .isTrue();
        assertThat(filter.caller("10.0.0.1", new Forwarding("", "HTTPS, http", ""), false)
                        .isSecure())
                .isTrue();
        assertThat(filter.caller(
                                "10.0.0.1",
                                new Forwarding("", "", "for=192.0.2.1;proto=https, for=10.0.0.2;proto=http"),
                                false)
                        .isSecure())
                .isTrue();
        assertThat(filter.caller("10.0.0.1", new Forwarding("192.0.2.1", "http", ""), false)
                        .isSecure())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0:0:0:0:0:0:0:1, ::1",
        "[0:0:0:0:0:0:0:1], ::1",
        "::ffff:127.0.0.1, 127.0.0.1",
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
        "fe80:0:0:0:1:2:3:4%eth0, fe80::1:2:3:4"
    })
    void anAddressHasOneSpelling(String remote, String canonical) {
        assertThat(filter.caller(remote, new Forwarding("", "", ""), false).address())
                .isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "::ffff:10.0.0.1", "fd00::7", "FD12:0:0:0:0:0:0:7", "[fd00:0::7]", "fd00::7%2"})
    void aProxyIsRecognisedInEverySpelling(String remote) {
        assertThat(filter.caller(remote, new Forwarding("192.0.2.1", "", ""), false)
                        .address())
                .isEqualTo("192.0.2.1");
    }

    @Test
    void anIpv6CallerIsCountedByItsNetwork() {
        assertThat(new Caller("2001:db8:1:2:3:4:5:6", false).network()).isEqualTo("2001:db8:1:2::/64");
        assertThat(Caller.network("2001:0DB8:1:2::1")).isEqualTo("2001:db8:1:2::/64");
        assertThat(Caller.network("2001:db8:1:3::1")).isEqualTo("2001:db8:1:3::/64");
        assertThat(Caller.network("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(Caller.network("::ffff:192.0.2.1")).isEqualTo("192.0.2.1");
    }
}
