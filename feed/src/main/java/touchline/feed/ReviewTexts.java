package touchline.feed;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import touchline.market.matchfeed.event.ReviewStatus;

/**
 * How far a check by video is, by the two texts of its event: {@code Goal under review}, {@code Goal cancelled}, {@code VAR_CARD} and others. Either may hold the
 * decision, and the other one the reason ({@code Offside}). Upper and lower case vary, and so do spaces and underscores.
 */
final class ReviewTexts {
    private static final List<String> UNDER_WAY =
            List.of("under review", "in review", "under check", "in progress", "checking", "pending");
    private static final List<String> DECIDED = List.of(
            "cancelled",
            "canceled",
            "disallowed",
            "confirmed",
            "awarded",
            "overturned",
            "upheld",
            "rescinded",
            "no goal");

    private ReviewTexts() {}

    /** Without any text it is under way, with a text that is not known it is decided. */
    static ReviewStatus status(@Nullable String info, @Nullable String addition) {
        List<String> texts = Stream.of(info, addition)
                .filter(Objects::nonNull)
                .map(ReviewTexts::plain)
                .filter(text -> !text.isEmpty())
                .toList();
        boolean underWay = texts.isEmpty() || mentions(texts, UNDER_WAY);
        return underWay && !mentions(texts, DECIDED) ? ReviewStatus.UNDER_WAY : ReviewStatus.DECIDED;
    }

    private static boolean mentions(List<String> texts, List<String> words) {
        return texts.stream().anyMatch(text -> words.stream().anyMatch(text::contains));
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", " ").strip();
    }
}
