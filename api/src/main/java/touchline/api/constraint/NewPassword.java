package touchline.api.constraint;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A password that an operator may have from now on; null is valid. */
@StorableText
@Size(min = NewPassword.MIN, max = NewPassword.MAX)
@Pattern(regexp = "[\\s\\S]*\\S[\\s\\S]*")
@ReportAsSingleViolation
@Constraint(validatedBy = {})
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface NewPassword {
    int MIN = 12;
    int MAX = 128;

    String message() default "must have " + MIN + " to " + MAX + " characters";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
