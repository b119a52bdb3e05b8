package touchline.market.sweep;

/** Receives the progress of a sweep, on the thread that began it. */
public interface SweepListener {

    /**
     * How far it is.
     *
     * @param percent 0 to 100
     */
    void progress(int percent, String words);

    /** Something out of the ordinary. */
    void note(String line);
}
