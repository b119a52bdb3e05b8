package touchline.scheduler.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import touchline.scheduler.alert.rule.AlertRule;
import touchline.scheduler.alert.rule.AlertRules;
import touchline.scheduler.alert.rule.AlertSource;
import touchline.scheduler.alert.rule.Severity;
import touchline.scheduler.job.JobCatalogue;

/** Alerts in memory while the database is away, and a channel that refuses them. */
final class OutageAlertsTest {
    private static final String CONDITION = "book-behind";

    private final ComingAndGoing source = new ComingAndGoing();
    private final RefusingChannel channel = new RefusingChannel();
    private final OutageAlerts alerts = new OutageAlerts(
            new AlertRules(
                    List.of(new AlertRule("behind", CONDITION, List.of(), null, null, null, Severity.CRITICAL)),
                    List.of(source),
                    new JobCatalogue(List.of())),
            List.of(channel),
            Duration.ofSeconds(1),
            Alerting.Claims.NONE);

    @Test
    void ofAConditionThatCameAndWentWhileTheChannelRefusedOnlyTheLastAlertIsSent() throws Exception {
        for (int n = 0; n < 100; n++) {
            source.holds = n % 2 == 0;
            alerts.evaluate();
        }
        channel.accepts = true;
        alerts.over();

        assertThat(channel.events).containsExactly("opened", "closed");
    }

    @Test
    void anAlertWhoseOpeningWasSentIsClosedAlthoughTheChannelRefusedMeanwhile() throws Exception {
        channel.accepts = true;
        source.holds = true;
        alerts.evaluate();
        channel.accepts = false;
        for (int n = 0; n < 100; n++) {
            source.holds = n % 2 == 1;
            alerts.evaluate();
        }
        channel.accepts = true;
        alerts.over();

        assertThat(channel.events).containsExactly("opened", "closed", "opened", "closed");
    }

    @Test
    void anOpenAlertIsClaimedAgainAndAgainAndSentOnce() throws Exception {
        List<String> claimed = new ArrayList<>();
        OutageAlerts claiming = new OutageAlerts(
                new AlertRules(
                        List.of(new AlertRule("behind", CONDITION, List.of(), null, null, null, Severity.CRITICAL)),
                        List.of(source),
                        new JobCatalogue(List.of())),
                List.of(channel),
                Duration.ofSeconds(1),
                new Alerting.Claims() {
                    @Override
                    public boolean claim(String alert) {
                        return claimed.add(alert);
                    }

                    @Override
                    public void release(String alert) {
                        claimed.clear();
                    }
                });
        channel.accepts = true;
        source.holds = true;

        for (int n = 0; n < 3; n++) {
            claiming.evaluate();
        }

        assertThat(claimed).containsExactly("behind book", "behind book", "behind book");
        assertThat(channel.events).containsExactly("opened");
    }

    /** A condition that is known without a database. */
    private static final class ComingAndGoing implements AlertSource {
        private boolean holds;

        @Override
        public String on() {
            return CONDITION;
        }

        @Override
        public List<Condition> now() {
            return holds ? List.of(new Condition("book", "the book is behind")) : List.of();
        }

        @Override
        public Optional<List<Condition>> nowWithoutDatabase() {
            return Optional.of(now());
        }
    }

    /** Keeps the events that it has accepted. */
    private static final class RefusingChannel implements AlertChannel {
        private final List<String> events = new ArrayList<>();
        private boolean accepts;

        @Override
        public String name() {
            return "test";
        }

        @Override
        public Optional<String> send(AlertMessage message, Duration deadline) {
            if (!accepts) {
                return Optional.of("refused");
            }
            events.add(message.event());
            return Optional.empty();
        }
    }
}
