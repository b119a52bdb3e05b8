package touchline.api;

import touchline.api.config.OperatorsConfig;
import touchline.api.operator.LogInThrottle;
import touchline.api.operator.OperatorAccess;
import touchline.api.operator.OperatorList;
import touchline.api.operator.OperatorSessions;
import touchline.api.operator.OperatorsFile;

/** What stands before {@code /v1/ops}: who is an operator, how he logs in, what he may do. */
final class OperatorsFeature {
    private OperatorsFeature() {}

    /**
     * Those who are named.
     *
     * @throws IllegalStateException if the file that names them can't be used, with why
     */
    static OperatorList operators(TouchlineConfiguration configuration) {
        return configuration
                .operators()
                .path()
                .map(path -> OperatorList.of(new OperatorsFile(path)))
                .orElseGet(OperatorList::ofNobody);
    }

    static OperatorAccess install(Stage stage, OperatorList operators) {
        OperatorsConfig config = stage.configuration().operators();
        OperatorAccess access = new OperatorAccess(
                operators,
                new OperatorSessions(
                        stage.jdbi(),
                        config.idle().toJavaDuration(),
                        config.longest().toJavaDuration(),
                        stage.clock()),
                new LogInThrottle(stage.jdbi(), stage.clock()));
        access.install(stage.environment(), config.proxies(), config.isCookieSecure(), stage.clock());
        return access;
    }
}
