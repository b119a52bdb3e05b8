package touchline.scheduler.explain;

import touchline.scheduler.facts.Situation;

/**
 * One thing that is so.
 *
 * @param words a plain English sentence, with names, times and durations
 * @param holdsUp whether it keeps the job from firing
 * @param lever what helps
 */
public record Reason(Situation situation, String words, boolean holdsUp, SuggestedAction lever) {
    static Reason holding(Situation situation, String words, SuggestedAction lever) {
        return new Reason(situation, words, true, lever);
    }

    static Reason harmless(Situation situation, String words) {
        return new Reason(situation, words, false, SuggestedAction.NOTHING_TO_DO);
    }
}
