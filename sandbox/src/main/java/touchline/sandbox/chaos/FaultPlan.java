package touchline.sandbox.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import touchline.sandbox.chaos.fault.FaultKind;

/** The order of the faults: each kind once, shuffled, then again. The same for the same seed. */
final class FaultPlan {
    private final Random random;
    private final List<FaultKind> kinds;
    private List<FaultKind> round = new ArrayList<>();

    private FaultPlan(long seed, List<FaultKind> kinds) {
        this.random = new Random(seed);
        this.kinds = kinds;
    }

    /**
     * A plan.
     *
     * @param only names of the only kinds, in lower case with hyphens; empty for all
     * @param disks whether disks can be filled
     * @param clocks whether the stores' clocks can be set
     * @param processes whether both nodes and a flusher run in processes of their own
     * @throws IllegalArgumentException if there is no such kind, or if none of them can be injected here
     */
    static FaultPlan of(long seed, List<String> only, boolean disks, boolean clocks, boolean processes) {
        List<String> names =
                Arrays.stream(FaultKind.values()).map(FaultPlan::name).toList();
        for (String each : only) {
            if (!names.contains(each)) {
                throw new IllegalArgumentException(
                        "no kind of fault is named " + each + "; there are: " + String.join(", ", names));
            }
        }
        List<FaultKind> kinds = Arrays.stream(FaultKind.values())
                .filter(kind -> only.isEmpty() || only.contains(name(kind)))
                .filter(kind -> disks || !kind.fillsDisk())
                .filter(kind -> clocks || !kind.setsClock())
                .filter(kind -> processes || !kind.needsProcesses())
                .toList();
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("this machine can't inject " + String.join(", ", only)
                    + ": see docs/reliability.md for what that needs");
        }
        return new FaultPlan(seed, kinds);
    }

    /** The next fault. */
    Step next() {
        if (round.isEmpty()) {
            round = new ArrayList<>(kinds);
            Collections.shuffle(round, random);
        }
        return new Step(round.remove(0), random.nextLong());
    }

    private static String name(FaultKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * A fault to inject.
     *
     * @param seed of its choices, such as which node and how long
     */
    record Step(FaultKind kind, long seed) {}
}
