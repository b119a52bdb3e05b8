package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemFacts;
import touchline.api.problem.Problems;
import touchline.api.problem.Unavailable;
import touchline.market.MarketLimit;
import touchline.market.Refusal;
import touchline.market.Rejection;
import touchline.market.halt.HaltCause;
import touchline.market.instrument.FreezeReason;

/** docs/errors.md names every type of problem that the code can give, and no other. */
class ErrorsDocumentTest {
    private static final Path ROOT =
            Objects.requireNonNull(Path.of(TestNode.configuration()).normalize().getParent());
    private static final Pattern MADE = Pattern.compile("(?:Problem\\.of|new Problem)\\(\\s*\"([a-z-]+)\"");
    private static final Pattern ROW =
            Pattern.compile("^\\| `([a-z-]+)` \\| (\\d{3}|any other) \\|", Pattern.MULTILINE);

    @Test
    void everyTypeThatTheCodeCanGiveIsInTheTable() throws Exception {
        Set<String> given = new TreeSet<>();
        Arrays.stream(Refusal.values())
                .map(Problems::refused)
                .map(Problem::type)
                .forEach(given::add);
        try (Stream<Path> sources = Files.walk(ROOT.resolve("api/src/main/java"))) {
            for (Path source :
                    sources.filter(one -> one.toString().endsWith(".java")).toList()) {
                Matcher made = MADE.matcher(Files.readString(source));
                while (made.find()) {
                    given.add(made.group(1));
                }
            }
        }
        Set<String> received = new TreeSet<>();
        Matcher row = ROW.matcher(Files.readString(ROOT.resolve("docs/errors.md")));
        while (row.find()) {
            assertThat(received.add(row.group(1)))
                    .as(row.group(1) + " is listed once")
                    .isTrue();
        }

        assertThat(received).isEqualTo(given);
        assertThat(given).hasSizeGreaterThan(20);
    }

    /** What programs read of a problem is the same in the code, in the OpenAPI document's table and in docs/errors.md. */
    @Test
    void everyReasonAndEveryLimitIsInBoth() throws Exception {
        Set<String> reasons = new TreeSet<>();
        for (FreezeReason reason : FreezeReason.values()) {
            Problem problem = Problems.refused(Rejection.because(Refusal.INSTRUMENT_FROZEN, reason.slug()));
            assertThat(facts(problem).reason()).isEqualTo(reason.slug());
            reasons.add("instrument-frozen " + reason.slug());
        }
        for (HaltCause cause : HaltCause.values()) {
            String slug = cause.name().toLowerCase(Locale.ROOT).replace('_', '-');
            assertThat(facts(Problems.refused(Rejection.because(Refusal.HALTED, slug)))
                            .reason())
                    .isEqualTo(slug);
            reasons.add("halted " + slug);
        }
        for (Unavailable reason : Unavailable.values()) {
            Problem problem = Problems.refused(Rejection.because(Refusal.UNAVAILABLE, reason.slug()));
            assertThat(facts(problem).reason()).isEqualTo(reason.slug());
            assertThat(problem.response().getHeaderString("Retry-After")).isNotNull();
            reasons.add("unavailable " + reason.slug());
        }
        reasons.add("too-many-requests log-in-locked");
        Set<String> limits = new TreeSet<>();
        for (MarketLimit limit : MarketLimit.values()) {
            Problem problem = Problems.refused(Rejection.overLimit(limit, 1_500_000, 1_400_000));
            boolean isMoney = limit.unit() == MarketLimit.Unit.MONEY;
            assertThat(facts(problem).limit()).isEqualTo(limit.slug());
            assertThat(facts(problem).maximum()).isEqualTo(isMoney ? "150.0000" : (Object) 1_500_000L);
            assertThat(facts(problem).used()).isEqualTo(isMoney ? "140.0000" : (Object) 1_400_000L);
            assertThat(problem.detail()).doesNotContain("?");
            limits.add((limit == MarketLimit.INSTRUMENT_BUDGET ? "exposure-limit " : "limit-exceeded ") + limit.slug());
        }
        limits.add("limit-exceeded api-keys");
        limits.add("limit-exceeded webhooks");
        for (String quota :
                List.of("address", "log-ins", "reads", "writes", "closes", "streams-per-user", "streams-per-address")) {
            limits.add("too-many-requests " + quota);
        }

        JsonNode table = new ObjectMapper(new YAMLFactory())
                .readTree(ROOT.resolve("api/src/main/resources/touchline/api/openapi/problems.yml")
                        .toFile());
        assertThat(values(table, "reasons")).isEqualTo(reasons);
        assertThat(values(table, "limits")).isEqualTo(limits);
        String document = Files.readString(ROOT.resolve("docs/errors.md"));
        assertThat(rows(document, "reason")).isEqualTo(reasons);
        assertThat(rows(document, "limit")).isEqualTo(limits);
    }

    private static ProblemFacts facts(Problem problem) {
        ProblemFacts facts = problem.facts();
        if (facts == null) {
            throw new AssertionError(problem + " has no facts");
        }
        return facts;
    }

    private static Set<String> values(JsonNode table, String field) {
        Set<String> values = new TreeSet<>();
        table.properties()
                .forEach(problem -> problem.getValue()
                        .path(field)
                        .fieldNames()
                        .forEachRemaining(name -> values.add(problem.getKey() + " " + name)));
        return values;
    }

    /** The rows of the table whose second column is the field. */
    private static Set<String> rows(String document, String field) {
        Set<String> rows = new TreeSet<>();
        Matcher table = Pattern.compile("(?m)^\\| type \\| `" + field + "` \\|.*\\n\\|[-|]+\\n((?:\\|.*\\n)+)")
                .matcher(document);
        assertThat(table.find()).isTrue();
        Matcher row =
                Pattern.compile("(?m)^\\| `([a-z-]+)` \\| `([a-z-]+)` \\|").matcher(table.group(1));
        while (row.find()) {
            rows.add(row.group(1) + " " + row.group(2));
        }
        return rows;
    }
}
