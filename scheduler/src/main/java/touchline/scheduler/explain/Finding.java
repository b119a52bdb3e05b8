package touchline.scheduler.explain;

/**
 * One thing that is so.
 *
 * @param words a plain English sentence, with names, times and durations
 * @param holdsUp whether it keeps the job from firing
 * @param lever what helps
 */
public record Finding(Situation situation, String words, boolean holdsUp, Lever lever) {
    static Finding holding(Situation situation, String words, Lever lever) {
        return new Finding(situation, words, true, lever);
    }

    static Finding harmless(Situation situation, String words) {
        return new Finding(situation, words, false, Lever.NOTHING_TO_DO);
    }
}
