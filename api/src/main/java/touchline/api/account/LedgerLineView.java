package touchline.api.account;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.request.Page;
import touchline.market.money.Money;
import touchline.market.wallet.LedgerFilter;
import touchline.market.wallet.LedgerQuery;
import touchline.market.wallet.UserId;

/** A movement of money, and by how much it changes the user's cash and held margin. */
@SchemaName("LedgerEntry")
public record LedgerLineView(
        String id,
        String debit,
        String credit,
        String amount,
        String cashChange,
        String heldChange,
        String kind,
        String reference,
        Instant at) {
    private static LedgerLineView of(LedgerQuery.Line line, UserId user) {
        return new LedgerLineView(
                line.id(),
                line.debit(),
                line.credit(),
                line.amount().toString(),
                change(line, "cash:" + user).toString(),
                change(line, "held:" + user).toString(),
                line.kind(),
                line.reference(),
                line.at());
    }

    private static Money change(LedgerQuery.Line line, String account) {
        Money in = line.credit().equals(account) ? line.amount() : Money.ZERO;
        return line.debit().equals(account) ? in.minus(line.amount()) : in;
    }

    /**
     * A page of a user's lines.
     *
     * @throws ProblemException validation, if the cursor or the limit is not valid
     */
    public static Page<LedgerLineView> page(
            LedgerQuery ledger, UserId user, LedgerFilter filter, @Nullable String cursor, @Nullable String limit) {
        int size = Page.limit(limit);
        if (cursor != null && !cursor.matches("\\d{1,18}-\\d{1,9}\\.\\d{1,6}")) {
            throw new ProblemException(
                    Problems.invalid(List.of(new Problem.FieldError("cursor", "must be a nextCursor of an answer"))));
        }
        return Page.of(
                ledger.page(user, filter, cursor == null ? "" : cursor, size + 1),
                size,
                line -> of(line, user),
                LedgerQuery.Line::id);
    }
}
