package touchline.market.resting;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import touchline.market.money.Price;

/** Reads the terms of a request from its row in the book. */
public final class OrderTermsRow {
    private OrderTermsRow() {}

    /** Null for a market order. */
    public static @Nullable OrderTerms read(ResultSet rs) throws SQLException {
        String type = rs.getString("order_type");
        String timeInForce = rs.getString("time_in_force");
        if (type == null || type.equals(OrderType.MARKET.name()) || timeInForce == null) {
            return null;
        }
        return new OrderTerms(
                OrderType.valueOf(type),
                price(rs, "limit_price"),
                price(rs, "stop_price"),
                TimeInForce.valueOf(timeInForce));
    }

    private static @Nullable Price price(ResultSet rs, String column) throws SQLException {
        long price = rs.getLong(column);
        return rs.wasNull() ? null : Price.of(price);
    }
}
