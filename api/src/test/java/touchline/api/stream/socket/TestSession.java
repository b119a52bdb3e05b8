package touchline.api.stream.socket;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/** A session of a client that reads only when the test says so. Thread-safe. */
final class TestSession {
    private final List<String> sent = new ArrayList<>();
    private @Nullable Callback unread;
    private boolean isReading;
    private boolean isDisconnected;

    TestSession(boolean isReading) {
        this.isReading = isReading;
    }

    Session session() {
        return (Session)
                Proxy.newProxyInstance(Session.class.getClassLoader(), new Class<?>[] {Session.class}, this::called);
    }

    private @Nullable Object called(Object proxy, Method method, Object @Nullable [] arguments) {
        if (method.getName().equals("sendText") && arguments != null) {
            take((String) arguments[0], (Callback) arguments[1]);
        } else if (method.getName().equals("disconnect")) {
            disconnected();
        }
        return null;
    }

    private void take(String message, Callback callback) {
        synchronized (this) {
            if (unread != null) {
                throw new IllegalStateException("two messages at once");
            }
            sent.add(message);
            if (!isReading) {
                unread = callback;
                return;
            }
        }
        callback.succeed();
    }

    private synchronized void disconnected() {
        isDisconnected = true;
    }

    /** From now on the client reads. */
    void read() {
        Callback last;
        synchronized (this) {
            isReading = true;
            last = unread;
            unread = null;
        }
        if (last != null) {
            last.succeed();
        }
    }

    synchronized List<String> sent() {
        return List.copyOf(sent);
    }

    synchronized boolean isDisconnected() {
        return isDisconnected;
    }
}
