package touchline.sandbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChaosOptionsTest {
    @Test
    void aNumberOfFaultsTakesAsLongAsItTakes() throws Exception {
        ChaosOptions counted = ChaosOptions.parse(new String[] {"chaos", "--faults", "300"});
        assertThat(counted.faults()).isEqualTo(300);
        assertThat(counted.length()).isGreaterThanOrEqualTo(Duration.ofHours(12));

        ChaosOptions timed = ChaosOptions.parse(new String[] {"chaos"});
        assertThat(timed.faults()).isEqualTo(Integer.MAX_VALUE);
        assertThat(timed.length()).isEqualTo(Duration.ofMinutes(10));
        assertThat(timed.small()).isFalse();
    }
}
