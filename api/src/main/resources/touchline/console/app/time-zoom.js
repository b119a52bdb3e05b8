// The lengths of time that the timeline shows, and how it zooms between them.

/** Minutes and their name. */
export const SPANS = [['2', '2 minutes'], ['10', '10 minutes'], ['30', '30 minutes'], ['60', 'an hour'], ['180', '3 hours'], ['360', '6 hours'], ['720', '12 hours'], ['1440', 'a day']];

/** Above so many minutes the server sums the runs up. */
export const BINNED = 60;

/** Another length around a time: the next shorter or longer one. `to` is null where it ends now. */
export function zoomed(minutes, middle, factor, now) {
    const lengths = SPANS.map(([length]) => Number(length));
    const at = Math.max(0, lengths.indexOf(minutes));
    const span = lengths[Math.min(lengths.length - 1, Math.max(0, at + (factor < 1 ? -1 : 1)))];
    const to = middle + (span * 60_000) / 2;
    return { span, to: to >= now ? null : to };
}

/** Bars of the server, in the shape of runs. */
export function binned({ bars }) {
    return bars.map((bar, n) => ({
        id: `bar-${n}`,
        job: bar.job,
        node: bar.node,
        firedAt: bar.from,
        finishedAt: bar.to,
        scheduledAt: bar.from,
        outcome: bar.failed > 0 ? 'FAILED' : 'SUCCEEDED',
        late: false,
        binned: bar,
        onlyRun: bar.onlyRun,
    }));
}
