package touchline.market.customer;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import touchline.market.search.SearchText;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;

/** Finds users in the book. Thread-safe. */
public final class CustomerQuery {
    private static final String SELECT = """
            SELECT u.id, u.name, u.kind, u.created_at, b.actor, b.reason, b.at
            FROM users u LEFT JOIN customer_blocks b ON b.user_id = u.id
            """;

    private static final int CANDIDATES = 1_000;

    private final Jdbi jdbi;

    public CustomerQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Users by id.
     *
     * @param text an id, or a part of a name in any spelling; empty for all
     * @param after only those with a later id; empty from the first on
     */
    public List<Customer> search(String text, String after, int limit) {
        SearchText wanted = SearchText.of(text);
        List<Customer> found = new ArrayList<>();
        String from = after;
        boolean hasMore = true;
        while (hasMore && found.size() < limit) {
            List<Customer> candidates = candidates(wanted, text, from);
            candidates.stream()
                    .filter(one -> one.id().value().equals(text) || wanted.isIn(one.name()))
                    .limit(limit - found.size())
                    .forEach(found::add);
            hasMore = candidates.size() == CANDIDATES;
            from = hasMore ? candidates.get(CANDIDATES - 1).id().value() : from;
        }
        return found;
    }

    /** Also names that have another spelling in plain letters: those with accents, apostrophes, hyphens or two blanks. */
    private List<Customer> candidates(SearchText wanted, String text, String after) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + """
                        WHERE u.id > :after AND (:text = '' OR u.id = :text OR u.name ILIKE ANY (ARRAY[:joined, :apart])
                            OR octet_length(u.name) > length(u.name) OR u.name ~ '[''`-]|  ')
                        ORDER BY u.id LIMIT :limit
                        """)
                .bind("after", after)
                .bind("text", text)
                .bind("joined", pattern(wanted.joined()))
                .bind("apart", pattern(wanted.apart()))
                .bind("limit", CANDIDATES)
                .map((row, context) -> customer(row))
                .list());
    }

    private static String pattern(String part) {
        return "%" + part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }

    /** Those who have logged in with an e-mail address within the last 90 days, by id. */
    public List<Customer> byEmail(EmailDigests digests, String address, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + """
                        WHERE u.id IN (SELECT user_id FROM customer_log_ins WHERE email_digest IN (<digests>))
                        ORDER BY u.id LIMIT :limit
                        """)
                .bindList("digests", digests.all(address))
                .bind("limit", limit)
                .map((row, context) -> customer(row))
                .list());
    }

    public Optional<Customer> find(UserId id) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + "WHERE u.id = :id")
                .bind("id", id.value())
                .map((row, context) -> customer(row))
                .findOne());
    }

    private static Customer customer(ResultSet row) throws SQLException {
        return new Customer(
                UserId.of(row.getString("id")),
                row.getString("name"),
                UserKind.valueOf(row.getString("kind")),
                row.getTimestamp("created_at").toInstant(),
                row.getString("actor") == null
                        ? null
                        : new Customer.Block(
                                row.getString("actor"),
                                row.getString("reason"),
                                row.getTimestamp("at").toInstant()));
    }
}
