package touchline.market.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LedgerKindsTest {
    private static final Path SCRIPTS = Path.of("../market/src/main/resources/touchline/market");

    /** As in {@code move('house', 'cash:' .. user, amount, 'stake')}; {@code move} is defined in {@code ledger.lua}. */
    private static final Pattern MOVE = Pattern.compile("move\\((.*), '([a-z-]+)'\\)");

    @Test
    void eachKindThatAScriptWritesOfAUserCanBeSelected() throws IOException {
        Set<String> written = new TreeSet<>();
        try (Stream<Path> scripts = Files.walk(SCRIPTS)) {
            for (Path script :
                    scripts.filter(one -> one.toString().endsWith(".lua")).toList()) {
                Matcher moves = MOVE.matcher(Files.readString(script));
                while (moves.find()) {
                    if (moves.group(1).matches(".*(cash|held).*")) {
                        written.add(moves.group(2));
                    }
                }
            }
        }
        assertThat(LedgerFilter.KINDS).containsExactlyElementsOf(written);
    }
}
