package touchline.scheduler.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StorableTest {
    /** A slash is a backslash, and a zero is a NUL. */
    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "0, ' '",
        "00a0, '  a '",
        "/uNNNN, /uNNNN",
        "//uNNNN, //uNNNN",
        "/0, '/ '",
        "//0/uNNNN0, '// /uNNNN '"
    })
    void onlyNulIsReplacedInStoredJson(String text, String stored) {
        assertThat(Storable.map(Storable.json(Map.of("text", decoded(text))), String.class))
                .isEqualTo(Map.of("text", decoded(stored)));
    }

    private static String decoded(String text) {
        return text.replace('/', '\\').replace('0', '\0').replace("NNNN", "0000");
    }
}
