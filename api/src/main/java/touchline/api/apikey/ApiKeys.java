package touchline.api.apikey;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.dropwizard.lifecycle.Managed;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.api.auth.TokenId;
import touchline.api.auth.Trader;
import touchline.api.secret.Sha256;
import touchline.market.outage.StoreOutage;
import touchline.market.wallet.UserId;

/**
 * Makes, verifies and revokes API keys. A node reads a key that is in use again every two seconds, so a revocation is effective on all nodes within that time;
 * while Postgres is unreachable it uses what it has read within five minutes. Thread-safe.
 */
public final class ApiKeys implements Managed {
    /** Valid keys of one user. */
    static final int MOST = 20;

    private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);
    private static final Pattern FORM = Pattern.compile("tlk_([0-9a-f]{16})_[A-Za-z0-9_-]{43}");
    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration WRITE_USES = Duration.ofSeconds(10);

    private final ApiKeyRepository repository;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Cache<String, Read> read =
            Caffeine.newBuilder().maximumSize(100_000).expireAfterWrite(KEPT).build();
    private final Map<String, Instant> used = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread one = new Thread(task, "api-key-uses");
        one.setDaemon(true);
        return one;
    });

    public ApiKeys(Jdbi jdbi, Clock clock) {
        this.repository = new ApiKeyRepository(jdbi);
        this.clock = clock;
    }

    /** A key as it was read. */
    private record Read(Optional<ApiKey> key, long nanos) {}

    /** A new key, and its text, which is known only now. */
    record Made(ApiKey key, String text) {
        /** Without the text. */
        @Override
        public String toString() {
            return "Made[" + key.id() + "]";
        }
    }

    @Override
    public void start() {
        ScheduledFuture<?> untilStopped = thread.scheduleWithFixedDelay(
                this::writeUses, WRITE_USES.toMillis(), WRITE_USES.toMillis(), TimeUnit.MILLISECONDS);
        LOG.debug("uses of API keys are written every {}: {}", WRITE_USES, untilStopped);
    }

    @Override
    public void stop() {
        thread.shutdownNow();
        writeUses();
    }

    /** The owner of a key; empty if the text is no key, or the key is unknown, revoked or expired. */
    public Optional<Trader> authenticate(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Optional<ApiKey> valid = find(form.group(1))
                .filter(key -> MessageDigest.isEqual(bytes(key.hash()), bytes(hash(text))) && key.isValidAt(now));
        valid.ifPresent(key -> used.put(key.id(), now));
        return valid.map(ApiKeys::trader);
    }

    private static Trader trader(ApiKey key) {
        return new Trader(
                key.user(),
                key.userName(),
                new TokenId("api-key:" + key.id(), key.createdAt(), key.expiresAt()),
                key.scope().scope());
    }

    private Optional<ApiKey> find(String id) {
        Read before = read.getIfPresent(id);
        if (before != null && System.nanoTime() - before.nanos() < FRESH.toNanos()) {
            return before.key();
        }
        long began = System.nanoTime();
        try {
            Optional<ApiKey> found = repository.find(id);
            read.put(id, new Read(found, began));
            return found;
        } catch (RuntimeException e) {
            if (before == null || StoreOutage.of(e).isEmpty()) {
                throw e;
            }
            return before.key();
        }
    }

    /**
     * Makes a key; empty if the user has as many as allowed.
     *
     * @param from the caller's address
     */
    Optional<Made> make(Trader owner, String name, KeyScope scope, Duration lifetime, String from) {
        String id = HexFormat.of().formatHex(randomBytes(8));
        String text =
                "tlk_" + id + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes(32));
        Instant now = Instant.ofEpochMilli(clock.millis());
        ApiKey key =
                new ApiKey(id, owner.id(), owner.name(), name, scope, hash(text), now, now.plus(lifetime), null, null);
        if (!repository.insert(key, from, MOST)) {
            return Optional.empty();
        }
        LOG.info(
                "API key made: id={} user={} scope={} from={} expires={}",
                id,
                owner.id(),
                scope,
                from,
                key.expiresAt());
        return Optional.of(new Made(key, text));
    }

    List<ApiKey> of(UserId user) {
        return repository.of(user);
    }

    /** Revokes a user's key: here at once, on other nodes when they read it again. False if the user has no such key. */
    boolean revoke(UserId user, String id, String from) {
        boolean known = repository.revoke(user, id, from);
        if (known) {
            read.invalidate(id);
            LOG.info("API key revoked: id={} user={} from={}", id, user, from);
        }
        return known;
    }

    /** Deletes keys that ended long ago and returns their number. */
    public int deleteEnded() {
        return repository.deleteEnded();
    }

    private void writeUses() {
        Map<String, Instant> now = Map.copyOf(used);
        if (now.isEmpty()) {
            return;
        }
        try {
            repository.touch(now);
            now.forEach(used::remove);
        } catch (RuntimeException away) {
            LOG.warn("uses of API keys could not be written: {}", away.toString());
        }
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String hash(String text) {
        return Sha256.hex(text);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
