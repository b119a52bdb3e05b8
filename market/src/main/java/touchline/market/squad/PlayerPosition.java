package touchline.market.squad;

/** Where a footballer plays; a new one's starting price goes by it. */
public enum PlayerPosition {
    GOALKEEPER("Goalkeeper"),
    DEFENDER("Defender"),
    MIDFIELDER("Midfielder"),
    ATTACKER("Attacker"),
    UNKNOWN("Player");

    private final String title;

    PlayerPosition(String title) {
        this.title = title;
    }

    /** As clients see it. */
    public String title() {
        return title;
    }
}
