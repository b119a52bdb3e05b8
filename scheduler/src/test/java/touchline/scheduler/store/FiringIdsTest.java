package touchline.scheduler.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A node that has fired faster than a millisecond each starts again: with Quartz' ids its first runs were refused as runs of before. */
class FiringIdsTest {
    private static final int RUNS = 50_000;

    @Test
    void aNodeThatStartsAgainUsesNoIdTwice() {
        Set<String> before = ids(new FiringIds("node-a")::next);

        assertThat(before).hasSize(RUNS);
        assertThat(Collections.disjoint(before, ids(new FiringIds("node-a")::next)))
                .isTrue();
    }

    private static Set<String> ids(Supplier<String> next) {
        return Stream.generate(next).limit(RUNS).collect(Collectors.toSet());
    }
}
