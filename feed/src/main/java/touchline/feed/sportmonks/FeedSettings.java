package touchline.feed.sportmonks;

import java.net.URI;
import java.time.Duration;

/**
 * How to reach the feed and how much to ask of it.
 *
 * @param baseUrl with the path, without a slash at its end: {@code https://api.sportmonks.com/v3/football}
 * @param exchangeDeadline from the first byte sent to the last one received, for one attempt
 * @param callDeadline for all attempts at one page together; less than the polling interval, so that the next poll is on time
 * @param attempts at most, 1 or more
 * @param maxBodyBytes longer answers are cut off and refused
 * @param callsPerHour what the plan allows an entity; 90 % of it is used
 */
public record FeedSettings(
        URI baseUrl,
        String token,
        Duration exchangeDeadline,
        Duration callDeadline,
        int attempts,
        int maxBodyBytes,
        int callsPerHour) {
    public FeedSettings {
        // Refused here and without its text: Java's client would quote a token with a stray line break in its
        // complaint.
        if (!token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("The Sportmonks token has characters that no token has");
        }
        if (baseUrl.getHost() == null || baseUrl.getUserInfo() != null || baseUrl.getQuery() != null) {
            throw new IllegalArgumentException(
                    "The Sportmonks base URL needs a host, and neither credentials nor query");
        }
        if (attempts < 1 || maxBodyBytes < 1 || callsPerHour < 1) {
            throw new IllegalArgumentException("attempts, maxBodyBytes and callsPerHour must be positive");
        }
    }

    public static FeedSettings of(URI baseUrl, String token) {
        return new FeedSettings(
                baseUrl, token, Duration.ofMillis(1_500), Duration.ofMillis(1_900), 3, 8 * 1024 * 1024, 3_000);
    }

    public FeedSettings withCallsPerHour(int calls) {
        return new FeedSettings(baseUrl, token, exchangeDeadline, callDeadline, attempts, maxBodyBytes, calls);
    }

    @Override
    public String toString() {
        return "FeedSettings[" + baseUrl + ", token not shown]";
    }
}
