package touchline.api.ops.operator;

import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.api.config.OperatorsConfig;
import touchline.api.config.TouchlineConfiguration;
import touchline.api.operator.OperatorAccess;
import touchline.api.operator.OperatorSessions;
import touchline.api.operator.account.OperatorDirectory;
import touchline.api.operator.account.OperatorList;
import touchline.api.operator.account.OperatorsFile;
import touchline.api.operator.account.PasswordCost;
import touchline.api.operator.login.LogInThrottle;
import touchline.api.operator.login.PasswordChange;
import touchline.api.operator.oidc.OidcLogIn;
import touchline.api.operator.oidc.ProviderOperators;
import touchline.api.operator.totp.EffectiveRole;
import touchline.api.operator.totp.SecondFactor;
import touchline.api.secret.SecretSeal;
import touchline.api.wiring.NodeContext;

/** Installs authentication and authorisation of {@code /v1/ops}. */
public final class OperatorsFeature {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorsFeature.class);

    private OperatorsFeature() {}

    /**
     * Those who are named.
     *
     * @throws IllegalStateException if the file that names them can't be used, with why
     */
    public static OperatorList operators(TouchlineConfiguration configuration) {
        PasswordCost cost = configuration.operators().passwordCost();
        if (cost.isWeak()) {
            LOG.warn(
                    "passwords of operators are easy to guess from their hashes: operators.passwordIterations={}",
                    cost.iterations());
        }
        return configuration
                .operators()
                .path()
                .map(path -> OperatorList.of(new OperatorsFile(path, cost)))
                .orElseGet(OperatorList::ofNobody);
    }

    /**
     * Installs it.
     *
     * @param logIns whether a network may log in by a provider once more, which counts
     */
    public static OperatorAccess install(NodeContext context, OperatorList file, Predicate<String> logIns) {
        OperatorDirectory operators = new OperatorDirectory(file, context.jdbi(), context.clock());
        OperatorsConfig config = context.configuration().operators();
        SecondFactor secondFactor = new SecondFactor(
                context.jdbi(),
                new SecretSeal(context.configuration().access().secrets(), "operator-totp"),
                context.clock());
        EffectiveRole roles = new EffectiveRole(secondFactor, config.doAdminsNeedSecondFactor());
        LogInThrottle throttle = new LogInThrottle(context.jdbi(), context.clock());
        OperatorAccess access = new OperatorAccess(
                operators,
                new OperatorSessions(
                        context.jdbi(),
                        config.idle().toJavaDuration(),
                        config.longest().toJavaDuration(),
                        context.clock()),
                throttle,
                new PasswordChange(operators, config.passwordCost(), context.jdbi()),
                secondFactor,
                roles);
        Optional<OidcLogIn> provider = config.provider()
                .map(settings -> new OidcLogIn(
                        settings,
                        new ProviderOperators(operators, settings.isEnabledAtOnce(), context.jdbi()),
                        logIns,
                        context.clock()));
        access.install(context.environment(), config.proxies(), config.isCookieSecure(), provider, context.clock());
        context.environment()
                .jersey()
                .register(new OperatorsResource(new OperatorDesk(
                        operators, secondFactor, config.passwordCost(), context.jdbi(), context.clock())));
        context.environment()
                .jersey()
                .register(new SecondFactorResource(operators, access.logIn(), throttle, secondFactor));
        return access;
    }
}
