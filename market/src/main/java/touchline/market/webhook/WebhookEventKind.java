package touchline.market.webhook;

import java.util.Optional;
import touchline.market.news.News;

/** The kinds of events that a webhook can receive. */
public enum WebhookEventKind {
    ORDER,
    POSITION,
    WALLET;

    /** The kind of a piece of news; empty if it concerns no single user. */
    static Optional<WebhookEventKind> of(News news) {
        if (news instanceof News.OrderChanged) {
            return Optional.of(ORDER);
        }
        if (news instanceof News.PositionChanged) {
            return Optional.of(POSITION);
        }
        return news instanceof News.WalletChanged ? Optional.of(WALLET) : Optional.empty();
    }
}
