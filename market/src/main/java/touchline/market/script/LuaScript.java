package touchline.market.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * One atomic step in Redis, read from a resource beside the class that calls it. A header line {@code -- @include a b} puts the
 * fragments {@code a.lua} and {@code b.lua} of this package, or of the calling class's package, before it; one of another package of the market's is named
 * with it, as in {@code spot/filling}. A fragment names in the same way what it needs itself. Each fragment is put in once.
 * Sent by its digest; in full only where the server does not know it yet.
 */
public final class LuaScript {
    private static final Pattern INCLUDE = Pattern.compile("^-- @include (.+)$", Pattern.MULTILINE);

    private static final String ROOT = "/touchline/market/";
    private static final int AT_ONCE = 500; // so that a pipeline stays far below the time a reply may take

    private static final String AGAIN = "again";
    private static final String OUTBOX = "outbox";
    private static final String CONFIRMATION = "confirmation";

    private final String source;
    private final String digest;
    private final boolean writesOutbox;

    private LuaScript(String source, boolean writesOutbox) {
        this.source = source;
        this.digest = sha1(source);
        this.writesOutbox = writesOutbox;
    }

    /**
     * Reads the script {@code name.lua} beside {@code owner}.
     *
     * @throws IllegalArgumentException if it or a fragment it includes is missing
     */
    public static LuaScript beside(Class<?> owner, String name) {
        StringBuilder whole = new StringBuilder();
        Set<String> included = new HashSet<>();
        append(read(owner, name), owner, whole, included);
        return new LuaScript(
                ScriptCpuLog.textOf(name, UsedFunctions.of(whole.toString())),
                included.contains(read(LuaScript.class, OUTBOX)));
    }

    private static void append(String text, Class<?> owner, StringBuilder whole, Set<String> included) {
        Matcher include = INCLUDE.matcher(text);
        while (include.find()) {
            for (String name : include.group(1).trim().split(" ", -1)) {
                String fragment = fragment(owner, name);
                if (included.add(fragment)) {
                    append(fragment, owner, whole, included);
                }
            }
        }
        whole.append(text).append('\n');
    }

    /**
     * Runs it and gives its answer, a list of strings; runs it again as long as it answers {@code again}, which a script does that reads much in bounded steps. Where it may have appended to the outbox, the answer is {@link Acknowledged}.
     *
     * @throws MarketShutException if the script refuses as the market is shut and no user asks ({@code shut})
     * @throws UnreadableKeyException if it failed because of a record that is not what the market wrote
     */
    public Reply run(UnifiedJedis redis, List<String> keys, List<String> args) {
        try {
            Reply reply = evaluate(redis, keys, args);
            while (reply.is(AGAIN)) {
                reply = evaluate(redis, keys, args);
            }
            return reply;
        } catch (JedisDataException failed) {
            shutIfCut(redis, failed);
            throw FailedScript.explain(redis, keys, failed);
        }
    }

    private void shutIfCut(UnifiedJedis redis, JedisDataException failed) {
        if (writesOutbox) {
            CutScript.shutMarket(redis, failed);
        }
    }

    Reply evaluate(UnifiedJedis redis, List<String> keys, List<String> args) {
        try {
            return reply(execute(redis, Acknowledged.commands().evalsha(digest, keys, args)));
        } catch (JedisNoScriptException unknown) {
            return reply(execute(redis, Acknowledged.commands().eval(source, keys, args)));
        }
    }

    private Object execute(UnifiedJedis redis, CommandObject<Object> command) {
        return redis.executeCommand(writesOutbox ? Acknowledged.of(command) : command);
    }

    @SuppressWarnings("unchecked") // every script of ours answers a flat list of strings
    private static Reply reply(Object answer) {
        Reply reply = new Reply((List<String>) answer);
        if (reply.is("shut")) {
            throw new MarketShutException();
        }
        return reply;
    }

    /** What a script is given. */
    public record Call(List<String> keys, List<String> args) {}

    /**
     * Runs it many times over one connection without waiting in between, so that a thousand cost hardly more waiting than one. Not one step: others
     * come in between, and a failure on the way leaves those before it done.
     *
     * @return the answers, in the order of the calls
     * @throws MarketShutException as {@link #run} does; those before it are done
     */
    public List<Reply> runAll(UnifiedJedis redis, List<Call> calls) {
        return runAll(redis, calls, (pending, call) -> answer(redis, pending, call));
    }

    /**
     * The same, but a call that fails because of a record does not hide the answers of the others: the record is named for operators, and the answer of that call is
     * {@code failed} and why.
     *
     * @throws JedisDataException the first failure that no record explains, after all the others are named
     */
    public List<Reply> runEach(UnifiedJedis redis, List<Call> calls) {
        Map<String, JedisDataException> explained = new HashMap<>();
        List<JedisDataException> unexplained = new ArrayList<>();
        List<Reply> replies = runAll(redis, calls, (pending, call) -> {
            try {
                return answer(redis, pending, call);
            } catch (JedisDataException failed) {
                String message = String.valueOf(failed.getMessage());
                JedisDataException why = explained.computeIfAbsent(
                        // Many calls may fail because of one record.
                        FailedScript.namesRecord(message) ? message : message + ' ' + call.keys(),
                        none -> failed instanceof UnreadableKeyException
                                ? failed
                                : FailedScript.explain(redis, call.keys(), failed));
                if (!(why instanceof UnreadableKeyException)) {
                    unexplained.add(why);
                }
                return new Reply(List.of("failed", String.valueOf(why.getMessage())));
            }
        });
        if (!unexplained.isEmpty()) {
            throw unexplained.get(0);
        }
        return replies;
    }

    private List<Reply> runAll(
            UnifiedJedis redis, List<Call> calls, BiFunction<Supplier<Object>, Call, Reply> toAnswer) {
        if (calls.size() == 1) { // in one round trip
            Call only = calls.get(0);
            CommandObject<Object> command = Acknowledged.commands().evalsha(digest, only.keys(), only.args());
            return List.of(toAnswer.apply(() -> execute(redis, command), only));
        }
        List<Reply> replies = new ArrayList<>(calls.size());
        for (int from = 0; from < calls.size(); from += AT_ONCE) {
            List<Call> some = calls.subList(from, Math.min(calls.size(), from + AT_ONCE));
            List<Response<Object>> pending = new ArrayList<>(some.size());
            Response<String> confirmation;
            try (AbstractPipeline pipeline = redis.pipelined()) {
                confirmation = pipeline.hget("market", CONFIRMATION);
                some.forEach(call -> pending.add(pipeline.evalsha(digest, call.keys(), call.args())));
            }
            for (int n = 0; n < some.size(); n++) {
                replies.add(toAnswer.apply(pending.get(n), some.get(n)));
            }
            if (writesOutbox) {
                awaitReplicas(redis, confirmation.get());
            }
        }
        return replies;
    }

    private Reply answer(UnifiedJedis redis, Supplier<Object> pending, Call call) {
        try {
            Reply reply = reply(pending.get());
            return reply.is(AGAIN) ? run(redis, call.keys(), call.args()) : reply;
        } catch (JedisNoScriptException unknown) {
            return run(redis, call.keys(), call.args());
        } catch (JedisDataException failed) {
            shutIfCut(redis, failed);
            throw failed;
        }
    }

    /** A pipeline's replies are of one server; the number of its confirmation, which each fail-over changes, shows that replicas of the same one are asked. */
    private static void awaitReplicas(UnifiedJedis redis, @Nullable String confirmation) {
        @Nullable
        String now =
                redis.executeCommand(Acknowledged.of(Acknowledged.commands().hget("market", CONFIRMATION)));
        if (!Objects.equals(now, confirmation)) {
            throw new JedisConnectionException("Redis was replaced before replicas had what scripts have written");
        }
    }

    /** The whole text, with what it uses of its fragments. */
    public String source() {
        return source;
    }

    /** SHA-1 of the text, in hexadecimal, as EVALSHA takes it. */
    public String digest() {
        return digest;
    }

    private static String fragment(Class<?> owner, String name) {
        if (name.contains("/")) {
            return read(LuaScript.class, ROOT + name);
        }
        return read(exists(LuaScript.class, name) ? LuaScript.class : owner, name);
    }

    private static boolean exists(Class<?> place, String name) {
        return place.getResource(name + ".lua") != null;
    }

    static String read(Class<?> place, String name) {
        try (InputStream in = place.getResourceAsStream(name + ".lua")) {
            if (in == null) {
                throw new IllegalArgumentException("no script " + name + ".lua beside " + place.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
