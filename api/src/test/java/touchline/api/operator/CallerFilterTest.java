package touchline.api.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class CallerFilterTest {
    private final CallerFilter filter = new CallerFilter(Set.of("10.0.0.1", "10.0.0.2"));

    @Test
    void whoeverIsNoProxyOfOursIsNotBelieved() {
        assertThat(filter.caller("192.0.2.1", "203.0.113.5", "https", false)).isEqualTo(new Caller("192.0.2.1", false));
    }

    @Test
    void aProxyIsBelievedButNotWhatItsCallerClaims() {
        assertThat(filter.caller("10.0.0.1", "203.0.113.5, 198.51.100.7, 10.0.0.2", "https", false))
                .isEqualTo(new Caller("198.51.100.7", true));
        assertThat(filter.caller("10.0.0.1", "2001:db8::1", null, true)).isEqualTo(new Caller("2001:db8::1", true));
    }

    @Test
    void whatIsNoAddressIsNotTakenForOne() {
        assertThat(filter.caller("10.0.0.1", "203.0.113.5, <script>", null, false))
                .isEqualTo(new Caller("10.0.0.1", false));
        assertThat(filter.caller("10.0.0.1", null, null, false)).isEqualTo(new Caller("10.0.0.1", false));
    }
}
