package touchline.api.operator.totp;

import com.google.common.io.BaseEncoding;
import java.time.Instant;

/** An authenticator app. */
public record TestApp(String secret) {
    /** The code that the app shows at a time. */
    public String code(Instant at) {
        return Totp.code(BaseEncoding.base32().decode(secret), Totp.step(at));
    }
}
