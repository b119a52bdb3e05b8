package touchline.feed.model;

import java.util.List;

/**
 * What can be read of an answer.
 *
 * @param items in the feed's order
 * @param unreadable rows that are no items, as nothing of use can be read of them
 */
public record FeedAnswer<T>(List<T> items, List<UnreadableRow> unreadable) {
    public FeedAnswer {
        items = List.copyOf(items);
        unreadable = List.copyOf(unreadable);
    }
}
