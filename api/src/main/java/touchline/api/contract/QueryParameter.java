package touchline.api.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares an optional query parameter that the method reads itself. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(QueryParameter.All.class)
public @interface QueryParameter {
    String value();

    /** A description of its values. */
    String what() default "";

    /** The type; of an enum, one or several of its names, comma separated. */
    Class<?> of() default String.class;

    /** The container of repeated annotations. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface All {
        QueryParameter[] value();
    }
}
