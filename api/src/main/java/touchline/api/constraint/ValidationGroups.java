package touchline.api.constraint;

/** A body that chooses groups of constraints by one of its fields. */
public interface ValidationGroups {
    /** Returns the groups that apply in addition to the default one. */
    Class<?>[] groups();
}
