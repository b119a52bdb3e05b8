package touchline.sandbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import touchline.sandbox.chaos.fault.FaultKind;

class FaultPlanTest {
    @Test
    void aPlanHasOnlyWhatIsAskedForAndCanBeInjected() {
        FaultPlan plan = FaultPlan.of(1, List.of("fill-redis-disk", "freeze-flusher"), false, true, true);

        assertThat(List.of(plan.next().kind(), plan.next().kind())).containsOnly(FaultKind.FREEZE_FLUSHER);
    }

    /** Said before a cluster starts. */
    @Test
    void aPlanWithoutAFaultIsRefused() {
        assertThatThrownBy(() -> FaultPlan.of(1, List.of("fill-redis-disk"), false, true, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("this machine can't inject fill-redis-disk: see docs/reliability.md for what that needs");
    }
}
