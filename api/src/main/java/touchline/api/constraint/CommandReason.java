package touchline.api.constraint;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The reason of a command, without the blanks around it. */
@NotNull
@PlainText
@Size(min = CommandReason.MIN, max = CommandReason.MAX)
@Pattern(regexp = "\\s*\\S[\\s\\S]+\\S\\s*")
@ReportAsSingleViolation
@Constraint(validatedBy = {})
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface CommandReason {
    int MIN = 3;
    int MAX = 500;

    String message() default
            "must say why, in " + MIN + " to " + MAX + " characters on one line, without control characters";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
