package touchline.api.apikey;

import touchline.api.answer.StoredAnswers;
import touchline.api.wiring.NodeContext;

/** Installs API keys: their routes, and the check of their scopes. */
public final class ApiKeysFeature {
    private ApiKeysFeature() {}

    public static ApiKeys install(NodeContext context, StoredAnswers answers) {
        ApiKeys keys = new ApiKeys(context.jdbi(), context.clock());
        context.environment().lifecycle().manage(keys);
        context.environment().jersey().register(new ScopeCheck());
        context.environment().jersey().register(new KeysResource(keys, answers));
        return keys;
    }
}
