package touchline.sandbox.demo;

/** A season in one line: matches settled, matches live. */
final class SeasonLine implements BoardLine {
    private final DemoBooks books;
    private final int matches;

    SeasonLine(DemoBooks books, int matches) {
        this.books = books;
        this.matches = matches;
    }

    @Override
    public String text() {
        return "  " + settled() + " of " + matches + " matches settled, "
                + books.count("SELECT count(*) FROM fixtures WHERE phase = 'LIVE'") + " live";
    }

    @Override
    public String signature() {
        return Long.toString(settled());
    }

    private long settled() {
        return books.count("SELECT count(*) FROM fixture_settlements WHERE step = 'DONE'");
    }
}
