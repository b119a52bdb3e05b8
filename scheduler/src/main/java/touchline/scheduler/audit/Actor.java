package touchline.scheduler.audit;

/**
 * Who does something.
 *
 * @param name an operator's, or {@code node:...} where a node does it by itself
 * @param origin from where: an address
 */
public record Actor(String name, String origin) {
    public static Actor node(String node) {
        return new Actor("node:" + node, "");
    }
}
