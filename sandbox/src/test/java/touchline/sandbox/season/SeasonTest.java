package touchline.sandbox.season;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import touchline.simulator.recording.Recording;
import touchline.simulator.recording.TimelineEntry;

class SeasonTest {
    private final List<Recording> season = Season.generate(2026, Season.ROUNDS);

    @Test
    void eachTeamMeetsEachOtherTwiceOnceAtHome() {
        assertThat(season).hasSize(380);
        Set<List<Long>> pairs = new HashSet<>();
        Map<Long, Integer> atHome = new HashMap<>();
        for (Recording match : season) {
            long home = match.fixture().home().id();
            long away = match.fixture().away().id();
            assertThat(home).isNotEqualTo(away);
            assertThat(pairs.add(List.of(home, away))).isTrue();
            atHome.merge(home, 1, Integer::sum);
        }
        assertThat(atHome)
                .hasSize(20)
                .allSatisfy((team, matches) -> assertThat(matches).isEqualTo(19));
    }

    @Test
    void noTeamPlaysTwoMatchesAtOnce() {
        Map<Long, List<double[]>> busy = new HashMap<>();
        for (Recording match : season) {
            double moved = match.timeline().stream()
                    .filter(TimelineEntry.KickOffMoved.class::isInstance)
                    .mapToDouble(entry -> ((TimelineEntry.KickOffMoved) entry).seconds())
                    .findFirst()
                    .orElse(0);
            double[] span = {match.fixture().startsAt() + moved, match.fixture().startsAt() + match.length()};
            for (long team :
                    List.of(match.fixture().home().id(), match.fixture().away().id())) {
                List<double[]> others = busy.computeIfAbsent(team, none -> new ArrayList<>());
                assertThat(others).noneMatch(other -> span[0] < other[1] && other[0] < span[1]);
                others.add(span);
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameSeasonAndAnotherAnother() {
        assertThat(Season.generate(2026, Season.ROUNDS)).isEqualTo(season);
        assertThat(Season.generate(2027, Season.ROUNDS)).isNotEqualTo(season);
        assertThat(Season.generate(2026, 1)).hasSize(10);
    }

    @Test
    void itHasEveryKindOfCourseAndOfCorrection() {
        assertThat(season)
                .extracting(match -> Objects.requireNonNull(match.result()).state())
                .contains("FT", "ABANDONED");
        List<TimelineEntry> entries =
                season.stream().flatMap(match -> match.timeline().stream()).toList();
        for (Class<?> kind : TimelineEntry.class.getPermittedSubclasses()) {
            if (!Set.of("FeedFails", "FieldsShown", "FieldsComputed", "ListingChanged")
                    .contains(kind.getSimpleName())) {
                assertThat(entries).as(kind.getSimpleName()).anyMatch(kind::isInstance);
            }
        }
        assertThat(entries).contains(new TimelineEntry.StateEntered(0, 10));
        assertThat(entries.stream()
                        .filter(TimelineEntry.StateEntered.class::isInstance)
                        .map(entry -> ((TimelineEntry.StateEntered) entry).stateId()))
                .contains(10, 11, 15);
    }
}
