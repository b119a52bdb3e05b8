package touchline.sandbox.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import touchline.sandbox.google.GoogleStub;
import touchline.simulator.SportmonksSimulator;
import touchline.stores.Stores;

/** The values of the variables in config.yml, for the demo. */
record DemoVariables(Map<String, String> all, DemoOperators operators) {

    static DemoVariables of(
            DemoOptions options,
            Map<String, String> environment,
            Stores stores,
            SportmonksSimulator simulator,
            GoogleStub google,
            DemoOperators operators)
            throws IOException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("DATABASE_URL", stores.databaseUrl());
        all.put("DATABASE_USER", stores.databaseUser());
        all.put("DATABASE_PASSWORD", stores.databasePassword());
        all.put("REDIS_URL", stores.redisUrl());
        all.putIfAbsent("REDIS_MAY_FORGET", "1"); // for one of the user's; our own doesn't
        all.put("HTTP_PORT", Integer.toString(options.httpPort()));
        all.putIfAbsent("ADMIN_PORT", "0");
        all.put("SPORTMONKS_API_KEY", simulator.token());
        all.put("SPORTMONKS_BASE_URL", simulator.baseUrl().toString());
        all.put("SPORTMONKS_LEAGUES", "");
        all.put("FEED_IDLE", "3s"); // the first kick-off is seconds away
        all.put("FEED_SETTLE_AFTER", scaled(120, options.speed()));
        all.putIfAbsent("FEED_SILENT_AFTER", "60s"); // a busy machine is no silent feed
        all.put("FEED_VANISH_AFTER", scaled(10, options.speed()));
        all.put("MARKET_IN_PLAY_DELAY", scaled(3, options.speed()));
        all.put("MARKET_FREEZE_AFTER_EVENT", scaled(10, options.speed()));
        all.put("MARKET_LONGEST_REVIEW", scaled(300, options.speed()));
        all.put("GOOGLE_CLIENT_ID", DemoEndpoint.CLIENT_ID);
        all.put("GOOGLE_JWKS_URL", google.jwksUrl().toString());
        all.put("GOOGLE_ISSUER", google.issuer());
        all.put("GOOGLE_SIGN_IN_URL", google.authorizeUrl().toString());
        all.put("BOT_ENABLED", "1");
        all.putIfAbsent("BOT_EVERY", "500ms"); // a match is over in minutes
        all.put("FLUSHER_EMBEDDED", "1");
        all.putIfAbsent("WEBHOOK_PRIVATE_ADDRESSES", "1"); // a receiver on this machine
        all.put("SHUTDOWN_LEAVE", "0s"); // no load balancer has to notice
        all.put("TOKEN_SECRET", secret(operators.file().resolveSibling("token-secret")));
        all.putIfAbsent("TOKEN_LIFETIME", "12h"); // longer than an evening
        all.put("OPERATORS_FILE", operators.file().toString());
        all.putIfAbsent("OPERATORS_APPROVE_AFTER", "0s"); // a second admin of the demo is new
        all.putIfAbsent("NODE_NAME", "touchline-1");
        all.putIfAbsent("LOG_LEVEL", "WARN");
        return new DemoVariables(Map.copyOf(all), operators);
    }

    /** Seconds of the match as real milliseconds. */
    private static String scaled(int seconds, double speed) {
        return Math.max(1, Math.round(seconds * 1_000 / speed)) + "ms";
    }

    /** Stored with the data, so that tokens stay valid after a restart. */
    private static String secret(Path file) throws IOException {
        if (Files.notExists(file)) {
            byte[] secret = new byte[32];
            new SecureRandom().nextBytes(secret);
            Files.writeString(file, HexFormat.of().formatHex(secret));
        }
        return Files.readString(file);
    }
}
