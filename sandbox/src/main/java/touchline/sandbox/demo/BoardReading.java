package touchline.sandbox.demo;

import java.util.List;
import java.util.function.Supplier;
import touchline.market.matchfeed.FixtureId;
import touchline.market.outbox.OutboxLags;
import touchline.simulator.recording.Recording;

/**
 * What the board shows, as the stores have it.
 *
 * @param signatures of the lines: equal while nothing worth a line has changed
 * @param settled whether every match is
 */
record BoardReading(List<String> lines, List<String> signatures, OutboxLags.Lag lag, boolean settled) {
    private static final int MOST_LINES = 20;

    /** A line for each match, or one for a whole season. */
    static Supplier<BoardReading> of(DemoBooks books, List<Recording> recordings) {
        List<? extends BoardLine> lines = recordings.size() > MOST_LINES
                ? List.of(new SeasonLine(books, recordings.size()))
                : recordings.stream()
                        .map(recording -> new MatchLine(
                                books,
                                FixtureId.of(recording.fixture().id()),
                                recording.fixture().name()))
                        .toList();
        return () -> new BoardReading(
                lines.stream().map(BoardLine::text).toList(),
                lines.stream().map(BoardLine::signature).toList(),
                books.lags().total(),
                recordings.stream()
                        .allMatch(recording -> books.fixtures()
                                .find(FixtureId.of(recording.fixture().id()))
                                .filter(fixture -> DemoSummary.isSettled(fixture, recording))
                                .isPresent()));
    }
}
