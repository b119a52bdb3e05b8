package touchline.scheduler.explain;

/**
 * One reason of an explanation.
 *
 * @param words a sentence, with names, times and durations
 * @param holdsUp whether it prevents the job from firing
 * @param action the action that helps
 */
public record Reason(Situation situation, String words, boolean holdsUp, SuggestedAction action) {
    static Reason holding(Situation situation, String words, SuggestedAction action) {
        return new Reason(situation, words, true, action);
    }

    static Reason harmless(Situation situation, String words) {
        return new Reason(situation, words, false, SuggestedAction.NOTHING_TO_DO);
    }
}
