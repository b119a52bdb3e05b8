package touchline.api.limit;

/** A quota and the name that headers and problems give it. */
public record NamedQuota(String name, Quota quota) {}
