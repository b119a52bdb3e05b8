package touchline.api.webhook;

import java.util.function.IntSupplier;
import org.jdbi.v3.core.Jdbi;
import touchline.api.answer.StoredAnswers;
import touchline.api.config.WebhooksConfig;
import touchline.api.secret.SecretSeal;
import touchline.api.wiring.NodeContext;

/** Installs webhooks: their routes, and the dispatcher of events. */
public final class WebhooksFeature {
    private WebhooksFeature() {}

    /** Returns what deletes rows that have ended, and counts them. */
    public static IntSupplier install(NodeContext context, StoredAnswers answers) {
        WebhooksConfig config = context.configuration().webhooks();
        SecretSeal seal = new SecretSeal(context.configuration().access().secrets(), "webhook");
        Webhooks webhooks = new Webhooks(
                context.jdbi(), new WebhookSecrets(seal, config.areSecretsSealed()), config.isPrivateAllowed());
        Jdbi own = Jdbi.create(context.pool("webhooks", 4));
        context.environment()
                .lifecycle()
                .manage(webhooks.dispatcher(own, context.environment().getObjectMapper(), context.clock()));
        context.environment().jersey().register(new WebhooksResource(webhooks, answers));
        return webhooks::deleteEnded;
    }
}
