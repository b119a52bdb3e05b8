package touchline.market.spinner;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import touchline.market.leaderboard.Week;
import touchline.market.wallet.UserId;

/**
 * The formula. SHA-256 over the week, the seed and the candidates, a line each, the candidates sorted and joined by commas; read as a number, modulo how many they are,
 * it is the winner's index. 2^256 is so large that the modulo favours no candidate by more than 2^-230.
 */
final class Draw {
    private Draw() {}

    /**
     * Who wins.
     *
     * @param candidates at least one, sorted
     */
    static UserId winner(Week week, String seed, List<UserId> candidates) {
        BigInteger drawn = new BigInteger(1, sha256(week + "\n" + seed + "\n" + joined(candidates)));
        return candidates.get(drawn.mod(BigInteger.valueOf(candidates.size())).intValueExact());
    }

    /** In one line; no user's id has a comma. */
    static String joined(List<UserId> candidates) {
        return candidates.stream().map(UserId::value).collect(Collectors.joining(","));
    }

    /** What is published ahead of the seed: the hash of its text, in hexadecimal. */
    static String hash(String seed) {
        return HexFormat.of().formatHex(sha256(seed));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
