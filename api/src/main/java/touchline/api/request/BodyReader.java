package touchline.api.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import touchline.api.constraint.Constraints;
import touchline.api.contract.OptionalBody;
import touchline.api.contract.RequestBodies;

/** Reads the body of each request whose method takes a record, instead of Jersey's message body readers. */
@Priority(Priorities.USER)
public final class BodyReader implements ReaderInterceptor {
    private static final String BODY = "touchline.body";

    private final BodyBinder binder;

    public BodyReader(Constraints constraints) {
        this.binder = new BodyBinder(constraints);
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        if (!RequestBodies.isBody(context.getType())) {
            return context.proceed();
        }
        byte[] bytes = context.getInputStream().readAllBytes();
        boolean isLeftOut = bytes.length == 0 && OptionalBody.class.isAssignableFrom(context.getType());
        ObjectNode body = JsonBody.parse(isLeftOut ? new byte[] {'{', '}'} : bytes);
        Record bound = binder.bind(body, context.getType().asSubclass(Record.class));
        context.setProperty(BODY, body);
        return bound;
    }

    /** Returns a form of the body that is equal for equal bodies; empty if none was read. */
    public static String canonical(ContainerRequestContext request) {
        return request.getProperty(BODY) instanceof ObjectNode body ? JsonBody.canonical(body) : "";
    }
}
