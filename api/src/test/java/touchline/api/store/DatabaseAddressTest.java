package touchline.api.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            nullValues = "-",
            value = {
                "jdbc:postgresql://h:5432/db h:5432/db - -",
                "jdbc:postgresql://h/db h/db - -",
                "jdbc:postgresql:db localhost/db - -",
                "jdbc:postgresql:///db localhost/db - -",
                "postgresql:///db localhost/db - -",
                "postgres://u:p@touchline_db:5432/touchline touchline_db:5432/touchline u p",
                "postgres://u:p@a,b/db a,b/db?targetServerType=primary u p",
                "postgres://u:p@a:1,b:2/db?targetServerType=any a:1,b:2/db?targetServerType=primary u p",
                "postgres://u:p@a:1,[::1]:2/db a:1,[::1]:2/db?targetServerType=primary u p",
                "postgres://u:p@[::1]:5432/db [::1]:5432/db u p",
                "postgres://u:pa^ss@h/db h/db u pa^ss",
                "postgres://u:p%40%2F%3F%23%25%C3%A9@h/db h/db u p@/?#%é",
                "postgres://u:a:b@c+d|{}@h/db h/db u a:b@c+d|{}",
                "postgres://u@h/db h/db u -",
                "postgres://h h/ - -",
                "jdbc:postgresql://u:p@h/db h/db u p",
                "jdbc:postgresql://h/db?user=u&password=p%26x h/db u p&x",
                "jdbc:postgresql://h/db?sslmode=require&socketTimeout=0&connectTimeout=0&loginTimeout=9&tcpKeepAlive=false h/db?sslmode=require - -",
                "postgres://h/db?connect_timeout=0&application_name=x h/db?ApplicationName=x - -",
                "jdbc:postgresql://h/db?options=-c+search_path=tl h/db?options=-c+search_path%3Dtl - -",
                "postgres://h/db?options=-c%20search_path%3Dtl&currentSchema=tl h/db?options=-c+search_path%3Dtl&currentSchema=tl - -",
                "postgres://h/my%20db h/my+db - -",
            })
    void aUrlIsRead(String url, String jdbc, @Nullable String user, @Nullable String password) {
        assertThat(DatabaseAddress.parse(url))
                .isEqualTo(new DatabaseAddress("jdbc:postgresql://" + jdbc, user, password));
        assertThat(DatabaseAddress.parse(url)).hasToString("jdbc:postgresql://" + jdbc);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "kestrel",
                "mysql://u:kestrel@h/db",
                "jdbc:kestrel",
                "postgres://u:kestrel@h:port/db",
                "postgres://u:kestrel@h:99999/db",
                "postgres://u:kes/trel@h/db",
                "postgres://u:kes?trel@h/db",
                "postgres://u:kes#trel@h/db",
                "postgres://u:kestrel%zz@h/db",
                "postgres://u:kestrel%@h/db",
                "postgres://u:kestrel@h h/db",
                "postgres://u:kestrel@/db",
                "postgres://u:kestrel@a,,b/db",
                "postgres://u:kestrel@h/db?kestrel",
                "postgres://u:kestrel@[::1/db",
                "jdbc:postgresql://u:kestrel@h:kestrel/db"
            })
    void anInvalidAddressIsRefusedWithoutPrintingTheSecret(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatabaseAddress.parse(url))
                .withMessageStartingWith("DATABASE_URL ")
                .withMessageEndingWith(".")
                .withNoCause()
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("kes").hasLineCount(1));
    }
}
