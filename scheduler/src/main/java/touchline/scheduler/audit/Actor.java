package touchline.scheduler.audit;

/**
 * The author of a change.
 *
 * @param name an operator's name, or {@code node:...} for a node
 * @param origin the address of the request
 */
public record Actor(String name, String origin) {
    public static Actor node(String node) {
        return new Actor("node:" + node, "");
    }
}
