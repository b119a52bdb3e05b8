package touchline.api.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A query parameter that a method reads by hand. All of them may be left out. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(QueryParameter.All.class)
public @interface QueryParameter {
    String value();

    /** What it takes, in words. */
    String what() default "";

    /** One of its names, or several with commas between them, where it is an enum. */
    Class<?> of() default String.class;

    /** Several of them. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface All {
        QueryParameter[] value();
    }
}
