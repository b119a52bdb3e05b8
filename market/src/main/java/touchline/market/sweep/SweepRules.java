package touchline.market.sweep;

import java.time.Duration;

/**
 * How a sweep goes about it.
 *
 * @param workers users judged at once
 * @param page users asked for at once
 * @param perUser for how long one user may keep a worker; on the second turn ten times that
 * @param manyPositions who has more open than this is put aside at once
 */
public record SweepRules(int workers, int page, Duration perUser, int manyPositions) {

    public static SweepRules standard(int workers) {
        return new SweepRules(workers, 4_000, Duration.ofSeconds(2), 2_000);
    }
}
