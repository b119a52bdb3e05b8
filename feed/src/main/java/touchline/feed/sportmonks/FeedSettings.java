package touchline.feed.sportmonks;

import java.net.URI;

/**
 * How to reach the feed and how much to ask of it.
 *
 * @param baseUrl with the path, without a slash at its end: {@code https://api.sportmonks.com/v3/football}
 * @param live limits of calls for which live matches wait
 * @param bulk limits of all other calls
 * @param attempts at most, 1 or more
 * @param callsPerHour calls that an entity may use; the plan's own number, as the feed sends it, applies where it is smaller. 90 % of it is used
 */
public record FeedSettings(
        URI baseUrl, String token, CallLimits live, CallLimits bulk, int attempts, int callsPerHour) {
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
        if (attempts < 1 || callsPerHour < 1) {
            throw new IllegalArgumentException("attempts and callsPerHour must be positive");
        }
    }

    public static FeedSettings of(URI baseUrl, String token) {
        return new FeedSettings(baseUrl, token, CallLimits.live(), CallLimits.bulk(), 3, 3_000);
    }

    public FeedSettings withCallsPerHour(int calls) {
        return new FeedSettings(baseUrl, token, live, bulk, attempts, calls);
    }

    @Override
    public String toString() {
        return "FeedSettings[" + baseUrl + ", token not shown]";
    }
}
