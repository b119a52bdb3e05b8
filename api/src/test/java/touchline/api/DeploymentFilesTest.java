package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.dropwizard.util.Duration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import touchline.scheduler.alert.rule.AlertRules;

/** The files for operators: compose.yaml, Kubernetes, Prometheus and the runbooks name only what the product has. */
class DeploymentFilesTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Pattern METRIC = Pattern.compile("touchline_[a-z_]+");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)[:}]");
    private static final Path PAGES = RepositoryFiles.ROOT.resolve(AlertRules.RUNBOOKS);

    @Test
    void everyAlertHasItsPage() throws IOException {
        Set<String> conditions = new TreeSet<>();
        yaml("config.yml")
                .path("alerts")
                .path("rules")
                .forEach(rule -> conditions.add(rule.path("on").asText()));
        Set<String> documented = matches(Pattern.compile("(?m)^\\| `([a-z-]+)` \\|"), text("docs/alerts.md"));
        documented.remove("on"); // the head of the table
        assertThat(conditions).as("a rule that is shipped for each").isEqualTo(documented);
        assertThat(conditions).contains("late", "market-shut", "settlement-overdue");
        assertThat(pages()).isEqualTo(conditions);
        for (String condition : conditions) {
            assertThat(Files.readString(PAGES.resolve(condition + ".md")))
                    .startsWith("# ")
                    .contains("Alert `" + condition + "`", "## Check", "## Do");
        }
    }

    private static Set<String> pages() throws IOException {
        try (Stream<Path> pages = Files.list(PAGES)) {
            return pages.map(page -> page.getFileName().toString().replace(".md", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Most keep one for 60 s. A request on a connection that the node is closing is answered 502. */
    @Test
    void aNodeKeepsAnIdleConnectionLongerThanAProxyDoes() throws IOException {
        String kept = yaml("config.yml")
                .at("/server/applicationConnectors/0/idleTimeout")
                .asText("30s");
        assertThat(Duration.parse(kept).toSeconds()).isGreaterThan(60);
    }

    @Test
    void prometheusRulesAskForDocumentedMetricsAndNameTheirPage() throws IOException {
        Set<String> documented =
                matches(Pattern.compile("(?m)^\\| `(touchline_[a-z_]+)` \\|"), text("docs/metrics.md"));
        JsonNode rules = yaml("deploy/prometheus/touchline.rules.yml")
                .path("groups")
                .path(0)
                .path("rules");
        assertThat(rules).hasSizeGreaterThan(10);
        for (JsonNode rule : rules) {
            String name = rule.path("alert").asText();
            Matcher metrics = METRIC.matcher(rule.path("expr").asText());
            while (metrics.find()) {
                assertThat(documented).as(name).contains(metrics.group().replaceAll("_(bucket|count|sum)$", ""));
            }
            Path page = RepositoryFiles.ROOT.resolve(
                    rule.path("annotations").path("runbook").asText());
            assertThat(page).as(name).isRegularFile();
            assertThat(rule.path("labels").path("severity").asText()).as(name).isIn("warning", "critical");
        }
    }

    @Test
    void containersGetOnlyVariablesThatTheConfigurationHas() throws IOException {
        Set<String> known = matches(VARIABLE, text("config.yml"));
        assertThat(known).contains("REDIS_URL");
        assertThat(known)
                .containsAll(names(yaml("compose.yaml").path("x-touchline").path("environment")));
        assertThat(known)
                .containsAll(names(yaml("deploy/kubernetes/settings.yaml").path("data")));
    }

    /** What is set in .env and not handed on would be without effect, and say nothing. */
    @Test
    void nodesInContainersHaveOperatorsAndEverySettingOfAlertsLimitsWebhooksAndLogIns() throws IOException {
        JsonNode compose = yaml("compose.yaml");
        Set<String> handedOn = new TreeSet<>(names(compose.path("x-touchline").path("environment")));
        handedOn.addAll(names(compose.path("x-node").path("environment")));
        Set<String> settings = matches(VARIABLE, text("config.yml"));
        settings.removeIf(name -> !name.matches("(ALERT|CORRECTION|LIMIT|OPERATORS|STREAM|WEBHOOK)_.*")
                || name.equals("OPERATORS_PASSWORD_ITERATIONS"));
        assertThat(settings)
                .contains(
                        "ALERT_SMTP_HOST",
                        "LIMIT_ADDRESS",
                        "OPERATORS_FILE",
                        "OPERATORS_OIDC_URL",
                        "WEBHOOK_SEAL_SECRETS");
        assertThat(handedOn).containsAll(settings);

        String file = compose.at("/x-node/environment/OPERATORS_FILE").asText();
        String folder = file.substring(0, file.lastIndexOf('/'));
        assertThat(compose.at("/x-node/volumes").toString()).contains(":" + folder + "\"");
        assertThat(compose.at("/x-node/depends_on").has("operators")).isTrue();
        assertThat(yaml("deploy/kubernetes/settings.yaml")
                        .at("/data/OPERATORS_FILE")
                        .asText())
                .isEqualTo(file);
        assertThat(text("deploy/kubernetes/node.yaml"))
                .contains("{name: operators, mountPath: " + folder + ", readOnly: true}");
        assertThat(text("deploy/kubernetes/network.yaml")).contains("port: 587", "port: 465");
    }

    @Test
    void noSecretIsFixed() throws IOException {
        JsonNode compose = yaml("compose.yaml");
        for (JsonNode environment : compose.findValues("environment")) {
            for (String name : names(environment)) {
                if (name.matches(".*(PASSWORD|SECRET|KEY|REDIS_URL).*")) {
                    assertThat(environment.path(name).asText()).as(name).matches(".*\\$\\{[A-Z_]+:[?-].*\\}.*");
                }
            }
        }
        for (String name : names(yaml("deploy/kubernetes/settings.yaml").path("data"))) {
            assertThat(name).doesNotContain("PASSWORD", "SECRET", "KEY", "REDIS_URL");
        }
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new java.util.ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        assertThat(names).isNotEmpty();
        return names;
    }

    private static Set<String> matches(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static JsonNode yaml(String file) throws IOException {
        return YAML.readTree(text(file));
    }

    private static String text(String file) throws IOException {
        return Files.readString(RepositoryFiles.ROOT.resolve(file));
    }
}
