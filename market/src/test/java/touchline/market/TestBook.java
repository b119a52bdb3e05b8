package touchline.market;

import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.SqlStatements;

/** The book of a test. */
public final class TestBook {
    /** One for all tests, as it keeps what it has parsed: to parse the statements of an audit costs more than to run them. */
    private static final SqlParser PARSER = new ColonPrefixSqlParser();

    private TestBook() {}

    public static Jdbi on(DataSource database) {
        Jdbi book = Jdbi.create(database);
        book.getConfig(SqlStatements.class).setSqlParser(PARSER);
        return book;
    }
}
