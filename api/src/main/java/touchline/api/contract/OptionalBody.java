package touchline.api.contract;

/** A body that may be left out: then its route gets null, or a record without values. */
public interface OptionalBody {}
