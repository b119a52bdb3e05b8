package touchline.market.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import touchline.market.settlement.status.OverdueSettlementQuery;
import touchline.market.settlement.status.UnsettledMatchQuery;

/** Which matches are overdue, and what the others wait for. */
class OverdueSettlementQueryTest extends SettlementSetup {
    @Test
    void whatShouldHaveBeenSettledByNowIsOverdue() {
        played.jdbi.useHandle(handle -> handle.execute("""
            INSERT INTO fixtures (id, league_id, name, kick_off, state_id, state, phase, went_live, over_since, polled_at)
            VALUES (51, 1, 'over for long', now() - interval '3 hours', 5, 'FT', 'FINISHED', true, now() - interval '5 minutes', now()),
                   (52, 1, 'over for short', now() - interval '3 hours', 5, 'FT', 'FINISHED', true, now() - interval '3 minutes', now()),
                   (61, 1, 'over, and the list lacks a goal', now() - interval '3 hours', 5, 'FT', 'FINISHED', true, now() - interval '1 minute', now()),
                   (53, 1, 'never ended', now() - interval '5 hours', 3, 'HT', 'LIVE', true, NULL, now()),
                   (54, 1, 'never begun', now() - interval '5 hours', 1, 'NS', 'UPCOMING', false, NULL, now()),
                   (55, 1, 'called off', now() - interval '5 hours', 10, 'POSTPONED', 'VOID', false, now() - interval '4 hours', now()),
                   (56, 1, 'abandoned', now() - interval '5 hours', 15, 'ABANDONED', 'VOID', true, now() - interval '3 hours', now()),
                   (57, 1, 'long ago', now() - interval '9 days', 1, 'NS', 'UPCOMING', false, NULL, now()),
                   (58, 1, 'nobody looked', now() - interval '1 day', 5, 'FT', 'FINISHED', false, now() - interval '1 hour', now()),
                   (60, 1, 'in doubt for short', now() - interval '3 hours', 5, 'FT', 'FINISHED', true, now() - interval '20 seconds', now()),
                   (59, 1, 'suspended for weeks', now() - interval '20 days', 11, 'SUSPENDED', 'LIVE', true, NULL, now() - interval '1 hour')
            """));
        played.jdbi.useHandle(
                handle -> handle.execute(
                        "UPDATE fixtures SET doubt = 'its events: the list lacks a goal that the score counts' WHERE id IN (53, 60, 61)"));

        assertThat(new OverdueSettlementQuery(played.jdbi, Duration.ofMinutes(2)).now())
                .extracting(
                        OverdueSettlementQuery.Overdue::name, one -> one.words().contains("void the event"))
                .containsExactlyInAnyOrder(
                        tuple("over for long", false),
                        tuple("over, and the list lacks a goal", true),
                        tuple("never ended", false),
                        tuple("never begun", false),
                        tuple("abandoned", false),
                        tuple("suspended for weeks", false));
        Map<String, String> waiting = new UnsettledMatchQuery(played.jdbi, Duration.ofMinutes(2))
                .list(null, 100).stream()
                        .collect(Collectors.toMap(
                                UnsettledMatchQuery.UnsettledMatch::name,
                                UnsettledMatchQuery.UnsettledMatch::waitsFor));
        assertThat(waiting).containsKey("long ago").doesNotContainKey("called off");
        assertThat(waiting.get("over for short")).contains("its settlement, which is due");
        assertThat(waiting.get("over, and the list lacks a goal"))
                .isEqualTo("the feed to correct its events: the list lacks a goal that the score counts."
                        + " If it stays so, void the event, or settle by hand");
        assertThat(waiting.get("never ended")).isEqualTo("the final whistle");
        assertThat(waiting.get("never begun")).startsWith("its kick-off, which was due at");
        assertThat(waiting.get("suspended for weeks")).contains("has sent nothing of it since");
        played.jdbi.useHandle(handle -> handle.execute("DELETE FROM fixtures WHERE id BETWEEN 51 AND 61"));
    }
}
