package touchline.scheduler.ledger;

/** A run that has ended before its start was written: its row is written whole. */
public record ShortRun(RunStart start, RunEnd end) {}
