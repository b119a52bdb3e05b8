package touchline.api.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a method that returns a {@code Response} answers where all goes well. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(ResponseBodyType.All.class)
public @interface ResponseBodyType {
    /** What is in it; {@code Void} where there is nothing. */
    Class<?> value();

    int status() default 200;

    /** Several of them. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface All {
        ResponseBodyType[] value();
    }
}
