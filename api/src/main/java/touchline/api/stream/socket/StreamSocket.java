package touchline.api.stream.socket;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.api.auth.Trader;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.problem.Unavailable;
import touchline.api.request.JsonBody;
import touchline.api.stream.EventSink;
import touchline.api.stream.Listener;
import touchline.market.outage.StoreOutage;

/**
 * A connection: receives its messages, and sends it events, one message at a time. As long as the client does not accept that one, nothing is read from the ring
 * and nothing is buffered; after 30 seconds it is disconnected. Public for Jetty, which calls it by method handles. Thread-safe.
 */
public final class StreamSocket implements Session.Listener.AutoDemanding, EventSink {
    private static final Logger LOG = LoggerFactory.getLogger(StreamSocket.class);
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final int MOST_REPLIES = 100;

    private final SocketServer server;
    private final Listener listener;
    private final String connection;
    private final String network;
    private final @Nullable Credential credential;
    private final Subscription subscription;
    private final MessageQuota quota;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<String> replies = new ArrayDeque<>();
    private final AtomicReference<@Nullable CloseCode> cause = new AtomicReference<>();
    private volatile @Nullable Session session;
    private volatile boolean isSending;
    private volatile long sendingSince;
    private volatile boolean isOver;

    /** A user, and the token that identifies it. */
    record Credential(Trader trader, String token) {
        /** Without the token. */
        @Override
        public String toString() {
            return "Credential[" + trader.id() + "]";
        }
    }

    /** A connection from an address, as limits count it; {@code credential} is null if the client sent none with the handshake. */
    StreamSocket(SocketServer server, Listener listener, String network, @Nullable Credential credential) {
        this.server = server;
        this.listener = listener;
        this.network = network;
        this.credential = credential;
        this.quota = new MessageQuota(
                System::nanoTime, () -> server.requestsOfAddress().test(network));
        this.connection = server.access().newConnection();
        this.subscription = new Subscription(server.access(), listener);
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        opened.setIdleTimeout(IDLE);
        opened.setMaxTextMessageSize(JsonBody.LARGEST);
        try {
            if (credential == null) {
                server.access().enter(connection, network);
            } else {
                authenticate(credential);
            }
            if (isOver || !server.fanOut().join(listener, this, null)) {
                close(CloseCode.NO_PLACE);
                return;
            }
            flush();
        } catch (ProblemException refused) {
            reply("error", refused.problem());
            flush();
            close(CloseCode.TOO_MANY_STREAMS);
        } catch (RuntimeException e) {
            close(StoreOutage.of(e).isPresent() ? CloseCode.NO_PLACE : internal(e));
        }
    }

    @Override
    public void onWebSocketText(String text) {
        lock.lock();
        try {
            if (isOver) {
                return; // a client may go on to send after the node has closed
            }
            CloseCode refusal = quota.refusal();
            if (refusal != null) {
                close(refusal);
                return;
            }
            handle(ClientMessage.parse(text));
        } catch (ProblemException refused) {
            reply("error", refused.problem());
        } catch (RuntimeException e) {
            if (StoreOutage.of(e).isPresent()) {
                reply("error", Problems.unavailable(Unavailable.STORE));
            } else {
                close(internal(e));
            }
        } finally {
            lock.unlock();
        }
        flush();
    }

    private void handle(ClientMessage message) {
        switch (message.action()) {
            case AUTHENTICATE -> {
                String token = String.valueOf(message.token());
                authenticate(new Credential(server.access().trader(token), token));
            }
            case SUBSCRIBE -> subscribe(message);
            case UNSUBSCRIBE -> {
                subscription.remove(message.instruments());
                reply("subscribed", subscription.view());
            }
            case PING -> reply("pong", null);
        }
    }

    /** No event is sent before the reply, as this thread has the lock. */
    private void subscribe(ClientMessage message) {
        String lastId = message.lastEventId();
        subscription.add(message.instruments(), lastId);
        boolean isDone = lastId == null;
        try {
            if (lastId != null) {
                server.fanOut().resume(listener, lastId);
                isDone = true;
            }
        } finally {
            if (!isDone) {
                subscription.reset(); // Redis did not answer what the client missed
            }
        }
        reply("subscribed", subscription.view());
    }

    private void authenticate(Credential one) {
        subscription.requireAnonymous();
        server.access().enter(connection, one.trader(), one.token(), () -> close(CloseCode.UNAUTHORIZED));
        if (isOver) {
            server.access().leave(connection); // the client left meanwhile
        }
        subscription.authenticate(one.trader().id());
        reply("authenticated", new Authenticated(one.trader().id().value()));
    }

    /** The user of a connection. */
    private record Authenticated(String userId) {}

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        callback.succeed();
        close(CloseCode.NO_TEXT);
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback callback) {
        isOver = true;
        leave();
        callback.succeed();
    }

    @Override
    public void onWebSocketError(Throwable failure) {
        LOG.debug("a WebSocket failed: {}", failure.toString());
        isOver = true;
        leave();
    }

    @Override
    public boolean write() {
        if (isOver) {
            return false;
        }
        // The thread that has the lock sends what there is, or the next round does.
        if (lock.tryLock()) {
            try {
                pump();
            } catch (RuntimeException e) {
                close(internal(e));
            } finally {
                lock.unlock();
            }
        }
        if (isSending && System.nanoTime() - sendingSince > server.patience().toNanos()) {
            LOG.debug("a WebSocket accepts nothing");
            disconnect();
        }
        return !isOver;
    }

    private void flush() {
        if (!write()) {
            leave();
        }
    }

    private void pump() {
        Session open = session;
        while (open != null && !isOver && !isSending) {
            String next = replies.poll();
            if (next == null) {
                byte[] events = listener.next();
                if (events == null) {
                    return;
                }
                next = ServerMessages.of(events);
            }
            sendingSince = System.nanoTime(); // first: another thread compares it as soon as isSending is set
            isSending = true;
            open.sendText(next, Callback.from(this::sent, this::failed));
        }
    }

    private void sent() {
        isSending = false;
        if (!lock.isHeldByCurrentThread()) { // else the loop there goes on
            flush();
        }
    }

    private void failed(Throwable failure) {
        LOG.debug("a WebSocket has left: {}", failure.toString());
        isOver = true;
        leave();
    }

    private void reply(String event, @Nullable Object data) {
        lock.lock();
        try {
            if (replies.size() < MOST_REPLIES) {
                replies.add(server.messages().reply(event, data));
            } else {
                close(CloseCode.TOO_MANY_UNREAD);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Closes the connection for a reason. Idempotent: the first reason counts. */
    private void close(CloseCode why) {
        cause.compareAndSet(null, why);
        leave();
        end();
    }

    private void leave() {
        server.fanOut().leave(listener);
        server.access().leave(connection);
    }

    /** The node ends it without a reason of its own only if it stops. */
    @Override
    public void end() {
        server.access().leave(connection);
        Session open = session;
        boolean isFirst = !isOver;
        isOver = true;
        if (open == null || !isFirst) {
            return;
        }
        CloseCode why = cause.get();
        CloseCode stated = why == null ? CloseCode.NODE_STOPS : why;
        open.close(stated.code(), stated.reason(), Callback.NOOP);
    }

    private void disconnect() {
        isOver = true;
        Session open = session;
        if (open != null) {
            open.disconnect();
        }
    }

    private static CloseCode internal(RuntimeException e) {
        LOG.error("a message from or to a WebSocket could not be processed", e);
        return CloseCode.INTERNAL;
    }
}
