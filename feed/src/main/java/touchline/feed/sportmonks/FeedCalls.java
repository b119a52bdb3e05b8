package touchline.feed.sportmonks;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import touchline.feed.http.BodyTooLongException;
import touchline.feed.http.BoundedExchange;
import touchline.feed.sportmonks.FeedException.Reason;

/** Makes single calls: each is taken from the budget, bounded in time and size, and repeated where that may help and while there is time. */
final class FeedCalls {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int PER_PAGE = 50;
    private static final int MAX_PAGES = 100;
    private static final Duration TOO_LITTLE_TIME = Duration.ofMillis(200);
    private static final IntervalFunction BACKOFF =
            IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(100), 2.0, 0.5);

    private final FeedSettings settings;
    private final BoundedExchange http;
    private final RateBudget budget;
    private final Envelope envelope;

    FeedCalls(FeedSettings settings, RateBudget budget) {
        this.settings = settings;
        this.http = new BoundedExchange(settings.live().exchangeDeadline());
        this.budget = budget;
        this.envelope = new Envelope(budget);
    }

    /** Whose calls they are. */
    enum Claim {
        /** Live matches wait for it: it may use all that is left. */
        LIVE,
        /** A match waits for it, but the calls that live matches need are not touched. */
        SECOND,
        /** As {@link #SECOND}, with the limits of bulk calls. */
        BULK
    }

    /** Takes the rows of one page. */
    interface PageReader {
        void read(List<JsonNode> rows) throws FeedException, InterruptedException;
    }

    /** All rows of an answer, and the calls that its pages took. */
    record Rows(List<JsonNode> rows, int calls) {}

    Rows all(String path, String query, Claim claim) throws FeedException, InterruptedException {
        List<JsonNode> rows = new ArrayList<>();
        return new Rows(rows, eachPage(path, query, claim, rows::addAll));
    }

    /** Hands over each page before the next one is asked for. A page that brings nothing new is the last: a feed that always promises more would use up the budget. @return how many there are */
    int eachPage(String path, String query, Claim claim, PageReader reader) throws FeedException, InterruptedException {
        List<String> before = List.of();
        for (int page = 1; page <= MAX_PAGES; page++) {
            FeedPage answer = page(path, query + "&per_page=" + PER_PAGE + "&page=" + page, claim);
            List<String> ids = answer.ids();
            if (ids.equals(before)) {
                return page;
            }
            reader.read(answer.items());
            if (!answer.hasMore()) {
                return page;
            }
            before = ids;
        }
        throw new FeedException(Reason.MALFORMED, path + " has more than " + MAX_PAGES + " pages");
    }

    private FeedPage page(String path, String query, Claim claim) throws FeedException, InterruptedException {
        URI address = URI.create(settings.baseUrl() + "/" + path + "?" + query);
        CallLimits limits = claim == Claim.BULK ? settings.bulk() : settings.live();
        Deadline deadline = new Deadline(limits.callDeadline());
        Retry retry = Retry.of(
                "feed",
                RetryConfig.custom()
                        .maxAttempts(settings.attempts())
                        .intervalFunction(BACKOFF)
                        .retryOnException(failure -> worthRepeating(failure, deadline))
                        .build());
        try {
            return retry.executeCheckedSupplier(() -> attempt(path, address, claim, limits, deadline));
        } catch (FeedException | InterruptedException | RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new IllegalStateException("An attempt throws nothing else", impossible);
        }
    }

    private static boolean worthRepeating(Throwable failure, Deadline deadline) {
        return failure instanceof FeedException feed
                && feed.reason() == Reason.UNAVAILABLE
                && !Thread.currentThread().isInterrupted()
                && deadline.left().compareTo(TOO_LITTLE_TIME.multipliedBy(2)) > 0;
    }

    private FeedPage attempt(String path, URI address, Claim claim, CallLimits limits, Deadline deadline)
            throws FeedException, InterruptedException {
        String call = callOf(path);
        Duration wait = claim == Claim.LIVE ? budget.take(call) : budget.takeSpare(call);
        if (!wait.isZero()) {
            throw new FeedException(
                    Reason.RATE_LIMITED,
                    call
                            + (claim == Claim.LIVE
                                    ? ": nine tenths of this hour's calls are used"
                                    : ": live matches need the calls that are left of this hour"),
                    wait,
                    null);
        }
        HttpResponse<byte[]> answer = get(address, deadline.atMost(limits.exchangeDeadline()), limits.maxBodyBytes());
        int status = answer.statusCode();
        if (status == 200) {
            return envelope.open(call, answer.body());
        }
        if (status == 429) {
            Duration resetsIn = retryAfter(answer).orElseGet(() -> envelope.resetsIn(answer.body()));
            budget.refused(call, resetsIn);
            throw new FeedException(Reason.RATE_LIMITED, call + ": the feed refuses further calls", resetsIn, null);
        }
        throw new FeedException(reasonOf(status), call + " answered with status " + status);
    }

    private HttpResponse<byte[]> get(URI address, Duration deadline, int maxBodyBytes)
            throws FeedException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", settings.token())
                .header("Accept", "application/json")
                .GET()
                .build();
        try {
            return http.send(request, deadline, maxBodyBytes);
        } catch (BodyTooLongException tooLong) {
            throw new FeedException(Reason.MALFORMED, String.valueOf(tooLong.getMessage()));
        } catch (IOException broken) {
            throw new FeedException(Reason.UNAVAILABLE, String.valueOf(broken.getMessage()), Duration.ZERO, broken);
        }
    }

    /** The header, as seconds or as a date; at most an hour. */
    private static Optional<Duration> retryAfter(HttpResponse<?> answer) {
        return answer.headers().firstValue("Retry-After").flatMap(said -> {
            try {
                Duration wait = said.matches("[0-9]{1,9}")
                        ? Duration.ofSeconds(Long.parseLong(said))
                        : Duration.between(
                                Instant.now(), Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(said)));
                return Optional.of(wait.isNegative() ? Duration.ZERO : wait.compareTo(HOUR) > 0 ? HOUR : wait);
            } catch (DateTimeException unreadable) {
                return Optional.empty();
            }
        });
    }

    private static Reason reasonOf(int status) {
        return switch (status) {
            case 401, 403 -> Reason.UNAUTHORIZED;
            case 404 -> Reason.NOT_FOUND;
            case 408, 425 -> Reason.UNAVAILABLE;
            default -> status >= 500 ? Reason.UNAVAILABLE : Reason.REJECTED;
        };
    }

    /** The path without what varies from call to call. */
    static String callOf(String path) {
        return path.replaceAll("/[0-9].*$", "");
    }

    /** What is left of the time that one page may take. */
    private static final class Deadline {
        private final long end;

        Deadline(Duration span) {
            this.end = System.nanoTime() + span.toNanos();
        }

        Duration left() {
            return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        }

        Duration atMost(Duration limit) {
            Duration left = left();
            return left.compareTo(limit) < 0 ? left : limit;
        }
    }
}
