package touchline.sandbox.cluster;

/** A node that serves clients. */
interface MarketNode {
    int port();

    /** Drains and ends it. */
    void stop() throws Exception;
}
