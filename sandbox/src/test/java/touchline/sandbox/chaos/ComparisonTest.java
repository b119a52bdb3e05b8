package touchline.sandbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import touchline.sandbox.chaos.Acknowledgement.Write;
import touchline.sandbox.chaos.fault.FaultKind;

class ComparisonTest {
    private static final Instant BEGIN = Instant.parse("2026-11-27T12:00:00Z");

    private final FaultTable table = new FaultTable(List.of(
            new InjectedFault(FaultKind.KILL_NODE, 100, BEGIN.plusSeconds(100), Duration.ofMillis(300)),
            new InjectedFault(FaultKind.FREEZE_REDIS, 200, BEGIN.plusSeconds(200), Duration.ofMillis(1_500)),
            new InjectedFault(FaultKind.KILL_NODE, 300, BEGIN.plusSeconds(300), Duration.ofMillis(900))));

    @Test
    void whatWasAcknowledgedAndIsInTheBookIsNeitherLostNorDoubled() {
        compare(
                List.of(order(1, 50), order(2, 150), new Acknowledgement(Write.OPEN, 7, 160)),
                new BookedWrites(Map.of(1L, at(50), 2L, at(150)), Map.of(7L, at(160)), Map.of()));
        assertThat(table.acknowledged()).isEqualTo(3);
        assertThat(table.lost() + table.doubled()).isZero();
        assertThat(table.text())
                .contains("| before the first fault | 0 | 1 | 0 | 0 | - |")
                .contains("| kill -9 a node | 2 | 2 | 0 | 0 | 0.3 s / 0.9 s |")
                .contains("| all | 3 | 3 | 0 | 0 |  |");
    }

    @Test
    void whatWasAcknowledgedAndIsNotInTheBookIsLostInItsFault() {
        compare(List.of(order(1, 250)), new BookedWrites(Map.of(), Map.of(), Map.of()));
        assertThat(table.text()).contains("| freeze Redis for a second | 1 | 1 | 1 | 0 | 1.5 s / 1.5 s |");
        assertThat(table.lost()).isEqualTo(1);
    }

    @Test
    void whatIsInTheBookAndWasAnsweredByAnotherIdIsDoubled() {
        compare(
                List.of(order(1, 250), new Acknowledgement(Write.CLOSE, 9, 310)),
                new BookedWrites(Map.of(1L, at(250), 2L, at(251)), Map.of(), Map.of(9L, at(310))));
        assertThat(table.doubled()).isEqualTo(1);
        assertThat(table.text()).contains("| freeze Redis for a second | 1 | 1 | 0 | 1 |");
    }

    @Test
    void oneIdInTwoAnswersIsDoubled() {
        compare(List.of(order(1, 10), order(1, 20)), new BookedWrites(Map.of(1L, at(10)), Map.of(), Map.of()));
        assertThat(table.doubled()).isEqualTo(1);
    }

    @Test
    void oneSeedGivesOneOrderOfFaults() {
        List<FaultPlan.Step> first = steps(7);
        assertThat(steps(7)).isEqualTo(first);
        assertThat(steps(8)).isNotEqualTo(first);
        assertThat(first.subList(0, FaultKind.values().length))
                .extracting(FaultPlan.Step::kind)
                .as("each kind once before one comes again")
                .containsExactlyInAnyOrder(FaultKind.values());
    }

    @Test
    void whatTheClusterLacksIsNotInjected() {
        FaultPlan plan = FaultPlan.of(7, List.of("kill-flusher", "fill-redis-disk", "kill-node"), false, false, false);
        assertThat(java.util.stream.Stream.generate(plan::next).limit(5))
                .extracting(FaultPlan.Step::kind)
                .containsOnly(FaultKind.KILL_NODE);
    }

    private static List<FaultPlan.Step> steps(long seed) {
        FaultPlan plan = FaultPlan.of(seed, List.of(), true, true, true);
        return java.util.stream.Stream.generate(plan::next).limit(60).toList();
    }

    private void compare(List<Acknowledgement> acknowledged, BookedWrites book) {
        new Comparison(table).add(acknowledged, book);
    }

    private static Acknowledgement order(long id, long nanoTime) {
        return new Acknowledgement(Write.ORDER, id, nanoTime);
    }

    private static Instant at(long seconds) {
        return BEGIN.plusSeconds(seconds);
    }
}
