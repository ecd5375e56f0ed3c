package dev.valet.http;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One connection, seen by the thread that works on it and by the one that waits. Sending begins, or the wait is given up: exactly
 * one of the two, so it is always known whether a byte of the request can have left.
 */
final class Wire {
    private enum State {
        CONNECTING,
        SENDING,
        GIVEN_UP
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.CONNECTING);
    private @Nullable Socket socket;
    private boolean closed;

    /** From here on, closing the wire closes the socket, and ends whatever waits on it. */
    synchronized Socket hold(Socket opened) throws IOException {
        socket = opened;
        if (closed) {
            opened.close();
        }
        return opened;
    }

    boolean beginSending() {
        return state.compareAndSet(State.CONNECTING, State.SENDING);
    }

    Transport.Exchanged giveUp(HttpFault fault) {
        return state.compareAndSet(State.CONNECTING, State.GIVEN_UP)
                ? new Transport.Exchanged.NotSent(fault)
                : new Transport.Exchanged.Unheard(fault);
    }

    /** The TCP socket itself: to close TLS in good order, one would wait for the other side. */
    synchronized void close() {
        closed = true;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException alreadyGone) {
                socket = null;
            }
        }
    }
}
