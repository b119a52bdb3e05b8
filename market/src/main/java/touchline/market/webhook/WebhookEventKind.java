package touchline.market.webhook;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.market.news.News;

/** The kinds of events that a webhook can receive. */
public enum WebhookEventKind {
    ORDER,
    POSITION,
    WALLET,
    POSITION_REQUEST(POSITION);

    private final @Nullable WebhookEventKind standIn;

    WebhookEventKind() {
        this(null);
    }

    WebhookEventKind(@Nullable WebhookEventKind standIn) {
        this.standIn = standIn;
    }

    /** The kind of a name; empty for one of a later version. */
    public static Optional<WebhookEventKind> find(String name) {
        return Arrays.stream(values()).filter(kind -> kind.name().equals(name)).findFirst();
    }

    /** The names of all. */
    public static List<String> names() {
        return Arrays.stream(values()).map(WebhookEventKind::name).toList();
    }

    /** The names of those that nodes of the version before don't know. Rows with other later names are of nodes of a later version. */
    public static List<String> laterNames() {
        return Arrays.stream(values())
                .filter(WebhookEventKind::isLater)
                .map(WebhookEventKind::name)
                .toList();
    }

    /** Whether nodes of the version before don't know it. */
    public boolean isLater() {
        return standIn != null;
    }

    /** What is stored where nodes of the version before read a kind: it, or the one that stands in for it. */
    String stored() {
        return standIn == null ? name() : standIn.name();
    }

    /** The kind of a piece of news; empty if it concerns no single user. */
    static Optional<WebhookEventKind> of(News news) {
        if (news instanceof News.OrderChanged) {
            return Optional.of(ORDER);
        }
        if (news instanceof News.PositionChanged) {
            return Optional.of(POSITION);
        }
        if (news instanceof News.PositionRequestChanged) {
            return Optional.of(POSITION_REQUEST);
        }
        return news instanceof News.WalletChanged ? Optional.of(WALLET) : Optional.empty();
    }
}
