package touchline.api.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares a successful answer of a method that returns a {@code Response}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(ResponseBodyType.All.class)
public @interface ResponseBodyType {
    /** The type of the body; {@code Void} if it has none. */
    Class<?> value();

    int status() default 200;

    /** The container of repeated annotations. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface All {
        ResponseBodyType[] value();
    }
}
