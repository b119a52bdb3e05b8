package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.RedisClient;
import touchline.api.ServedDocument.Route;
import touchline.market.audit.Audit;
import touchline.market.matchfeed.EventKind;
import touchline.market.matchfeed.MatchEvent;
import touchline.market.matchfeed.MatchPhase;
import touchline.stores.junit.TestStores;

/**
 * Random valid and invalid requests: none fails with a 5xx, none that the document forbids is accepted, every refusal is a documented problem, and the books
 * hold what was answered. Meanwhile the match of two of the players goes on, and streams and WebSockets are open. A few thousand requests by default;
 * {@code -Dchaos.requests=100000} is the long one, which the profile {@code chaos} sets, and {@code -Drequests.seed} gives others.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GeneratedRequestsTest {
    private static final int REQUESTS = Integer.getInteger("chaos.requests", 3_000);
    private static final long SEED = Long.getLong("requests.seed", 2026);
    private static final int CLIENTS = 4;
    private static final int TRADERS = 20;
    private static final long MATCH = 77;
    private static final List<String> IN_PLAY = List.of("771", "772");
    private static final ObjectMapper JSON = new ObjectMapper();

    private TestStores stores;
    private SignIn signIn;
    private OpsNode node;
    private ServedDocument document;
    private RedisClient redis;
    private PlayedMatch match;

    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Set<String> orders = ConcurrentHashMap.newKeySet();
    private final Set<String> positions = ConcurrentHashMap.newKeySet();
    /** Openings at a price: positions once they are filled, if ever. */
    private final Set<String> restingOpenings = ConcurrentHashMap.newKeySet();

    private final Set<String> closes = ConcurrentHashMap.newKeySet();
    /** Orders that were waiting out the in-play delay when they were answered. */
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();

    private final CountDownLatch allSent = new CountDownLatch(1);
    private final Map<String, AtomicInteger> answers = new ConcurrentSkipListMap<>();

    @BeforeAll
    void start() throws Exception {
        stores = TestStores.open();
        signIn = SignIn.start();
        Map<String, String> variables = new HashMap<>(signIn.variables());
        variables.put("MARKET_STAKE", "1000000");
        variables.put("MARKET_IN_PLAY_DELAY", "300ms");
        node = OpsNode.start(stores, variables);
        ExampleWorld.players(stores);
        document = ServedDocument.of(node);
        redis = RedisClient.create(stores.redisUrl());
        match = PlayedMatch.begin(redis, Jdbi.create(stores.dataSource()), MATCH, "North End", "South End");
    }

    @AfterAll
    void stop() throws Exception {
        redis.close();
        node.stop();
        signIn.close();
        stores.close();
    }

    @Test
    void everyRequestIsAnsweredAsDocumentedAndTheBooksAgreeWithTheAnswers() throws Exception {
        List<Route> routes = new ArrayList<>();
        for (Route route : document.routes()) {
            if (!route.isStream()) {
                // writes more often than reads; these clients are not operators
                int weight = !route.isForClients() ? 1 : route.method().equals("GET") ? 3 : 12;
                IntStream.range(0, weight).forEach(n -> routes.add(route));
            }
        }
        List<String> tokens = IntStream.range(0, TRADERS)
                .mapToObj(n -> "Bearer " + TestNode.token("trader-" + n))
                .toList();
        RequestGenerator generator = new RequestGenerator(document, routes, tokens, SEED);
        AtomicInteger next = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS + 1);
        try (MatchListeners listeners = MatchListeners.open(node.port(), tokens, SEED)) {
            await().atMost(Duration.ofSeconds(60)).until(listeners::haveBegun);
            Future<?> played = clients.submit(() -> {
                play(listeners);
                return null;
            });
            List<Future<?>> done = new ArrayList<>();
            for (int n = 0; n < CLIENTS; n++) {
                done.add(clients.submit(() -> {
                    try (RawClient client = new RawClient(node.port())) {
                        for (int number = next.getAndIncrement(); number < REQUESTS; number = next.getAndIncrement()) {
                            send(client, number, generator.request(number));
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> played.isDone() || listeners.haveReceivedPrices());
            allSent.countDown();
            played.get();
            listeners.assertServed();
        } finally {
            clients.shutdownNow();
        }
        System.out.println(REQUESTS + " requests: " + new TreeMap<>(answers));
        assertThat(wrong.stream().limit(20)).isEmpty();
        assertThat(answers)
                .containsKeys(
                        "200",
                        "201",
                        "400 malformed-json",
                        "401 unauthorized",
                        "409 insufficient-holding",
                        "422 validation");
        assertTheBooksHoldWhatWasAnswered();
    }

    /** A goal or a card every two seconds, at most ten; they freeze the two players and move their prices. */
    private void play(MatchListeners listeners) throws Exception {
        List<MatchEvent> events = new ArrayList<>();
        do {
            if (events.size() < 10) {
                EventKind kind = events.size() % 2 == 0 ? EventKind.GOAL : EventKind.YELLOW_CARD;
                events.add(match.event(events.size() + 1, kind, events.size() + 1));
            }
            match.show(MatchPhase.LIVE, 1 + events.size(), (events.size() + 1) / 2, List.copyOf(events));
            listeners.talk();
        } while (!allSent.await(2, TimeUnit.SECONDS));
    }

    private void send(RawClient client, int number, RequestGenerator.Request request) {
        try {
            RawClient.Answer answer = client.send(request.method(), request.head(), request.body());
            String complaint = complaint(request, answer);
            if (!complaint.isEmpty()) {
                wrong.add("#" + number + " " + complaint + "\n" + request + "\n -> " + answer.status() + " "
                        + answer.body() + "\n");
            }
        } catch (Exception e) {
            wrong.add("#" + number + " " + e + "\n" + request);
        }
    }

    private String complaint(RequestGenerator.Request request, RawClient.Answer answer) throws Exception {
        int status = answer.status();
        if (status < 400) {
            count(Integer.toString(status));
            return request.breaksSchema()
                            && request.method().equals(request.route().method())
                            && status < 300
                    ? "taken, though the document forbids it"
                    : taken(request, answer);
        }
        if (request.method().equals("HEAD")) {
            return status >= 500 ? "a fault" : "";
        }
        if (!answer.type().equals("application/problem+json")) {
            return "no problem";
        }
        JsonNode problem = JSON.readTree(answer.body());
        String type = problem.path("type").asText();
        count(status + " " + type);
        JsonNode known = document.whole().get("x-problems").path(type);
        int documented = known.path("status").asInt(-1);
        if (documented != status && documented != 0) { // 0: of any
            return "a problem that isn't documented";
        }
        if (type.equals("unauthorized") && request.isOfTrader()) {
            return "a good token was refused"; // perhaps the answer to another request
        }
        // Log-in with Google needs Google's keys first.
        if (status >= 500 && !(status == 503 && request.route().path().equals("/v1/auth/google"))) {
            return "a fault";
        }
        List<String> complaints = document.complaints(request.route(), status, answer.type(), problem);
        if (!complaints.isEmpty()) {
            return "a problem not as documented: " + complaints;
        }
        JsonNode named = request.route()
                .operation()
                .get("responses")
                .path(Integer.toString(status))
                .path("x-problems");
        boolean isNamed = known.path("anywhere").asBoolean();
        for (JsonNode one : named) {
            isNamed |= one.textValue().equals(type);
        }
        // Another method or a path that was bent is of another route, or of none.
        boolean isOurs = request.method().equals(request.route().method()) && !request.isBent();
        return isNamed || !isOurs ? "" : "a problem that the document doesn't name here";
    }

    private String taken(RequestGenerator.Request request, RawClient.Answer answer) throws Exception {
        if (answer.body().isEmpty() || !answer.type().equals("application/json")) {
            return "";
        }
        JsonNode body = JSON.readTree(answer.body());
        if (answer.status() == 202 && request.route().path().equals("/v1/orders")) {
            waiting.add(body.get("id").textValue());
        } else if (isInPlay(body)) {
            count("in play");
        } else if (answer.status() == 201 && body.has("side")) {
            orders.add(body.get("id").textValue());
        } else if (answer.status() == 201 && body.has("direction")) {
            (body.has("entryPrice") ? positions : restingOpenings)
                    .add(body.get("id").textValue());
        } else if (request.method().equals("POST") && body.path("closeReason").isTextual()) {
            closes.add(body.get("id").textValue());
        }
        for (JsonNode one : body.path("items")) { // of a close of all
            if (request.method().equals("POST")
                    && one.at("/position/closeReason").isTextual()
                    && !isInPlay(one.path("position"))) {
                closes.add(one.get("id").textValue());
            }
        }
        boolean isElsewhere =
                request.isBent() || !request.method().equals(request.route().method());
        List<String> complaints = isElsewhere || request.route().path().equals("/openapi.json")
                ? List.of()
                : document.complaints(request.route(), answer.status(), answer.type(), body);
        return complaints.isEmpty() ? "" : "an answer not as documented: " + complaints;
    }

    /** Whether a trade is in a player whose match goes on: no answer says what happens to it later. */
    private static boolean isInPlay(JsonNode trade) {
        return IN_PLAY.contains(trade.path("instrumentId").asText());
    }

    private void count(String what) {
        answers.computeIfAbsent(what, any -> new AtomicInteger()).incrementAndGet();
    }

    private void assertTheBooksHoldWhatWasAnswered() throws Exception {
        Jdbi book = Jdbi.create(stores.dataSource());
        assertThat(new Audit(redis, book).run().checks()).allMatch(check -> check.ok());
        String others = "instrument_id NOT IN (771, 772)";
        assertThat(ids(book, "SELECT id FROM orders WHERE " + others)).isEqualTo(orders);
        Set<String> opened = new HashSet<>(ids(book, "SELECT id FROM cfd_positions WHERE " + others));
        opened.removeAll(restingOpenings);
        assertThat(opened).isEqualTo(positions);
        assertThat(ids(book, "SELECT id FROM cfd_positions WHERE close_reason = 'USER' AND " + others))
                .isEqualTo(closes);
        assertThat(ids(book, "SELECT id FROM orders WHERE instrument_id IN (771, 772)"))
                .containsAll(waiting);
        assertThat(waiting).isNotEmpty();
        assertThat(orders).isNotEmpty();
        assertThat(positions).isNotEmpty();
    }

    private static Set<String> ids(Jdbi book, String sql) {
        return Set.copyOf(book.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).list()));
    }
}
