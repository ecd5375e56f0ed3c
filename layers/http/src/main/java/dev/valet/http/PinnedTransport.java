package dev.valet.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * HTTPS to an address that was checked, and to no other (B-6): the name is resolved once, all of its addresses are checked, and
 * the socket is opened to one of these. SNI and certificate are the name's. A connection carries one request. There is nothing
 * here that could follow a redirect, send again, keep a cookie, answer a challenge or use a proxy (B-7, B-8).
 */
public final class PinnedTransport implements Transport {
    static final int PORT = 443;

    /**
     * @param connect for all addresses of a name together
     * @param total from the first to the last, whatever the other side does (B-12)
     */
    record Limits(Duration connect, Duration total) {
        static final Limits PRODUCTION = new Limits(Duration.ofSeconds(3), Duration.ofSeconds(19));
    }

    /** How a socket is opened; in tests, to a server on this machine. */
    interface Connector {
        Socket connect(InetAddress address, Duration timeout) throws IOException;
    }

    private final CheckedNames names;
    private final Connector connector;
    private final SSLSocketFactory tls;
    private final Limits limits;
    private final boolean guarded;

    /** @param environment of the function, for the endpoints of its own that are refused by value (B-10) */
    public PinnedTransport(Map<String, String> environment) {
        this(
                new CheckedNames(InetAddress::getAllByName, environment),
                PinnedTransport::open,
                platformTrust(),
                Limits.PRODUCTION);
    }

    PinnedTransport(CheckedNames names, Connector connector, SSLSocketFactory tls, Limits limits) {
        this.names = names;
        this.connector = connector;
        this.tls = tls;
        this.limits = limits;
        this.guarded = names.isInForce();
    }

    /** Whom the platform trusts, and nobody else: no setting changes it. */
    private static SSLSocketFactory platformTrust() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, null, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible); // every Java platform has TLS
        }
    }

    private static Socket open(InetAddress address, Duration timeout) throws IOException {
        var socket = new Socket(Proxy.NO_PROXY);
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(address, PORT), Math.max(1, (int) timeout.toMillis()));
            return socket;
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    @Override
    public Exchanged exchange(String host, boolean ipv6, byte[] request) {
        if (!guarded) {
            return new Exchanged.NotSent(HttpFault.GUARD_NOT_IN_FORCE);
        }
        var wire = new Wire();
        var work = new FutureTask<>(() -> exchange(wire, host, ipv6, request));
        Thread.startVirtualThread(work);
        try {
            return work.get(limits.total().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException tooSlow) {
            return wire.giveUp(HttpFault.TOO_SLOW);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return wire.giveUp(HttpFault.TOO_SLOW);
        } catch (ExecutionException bug) {
            // Whatever it was: what may have been sent may have been done (INV-20).
            return wire.giveUp(HttpFault.BROKEN_OFF);
        } finally {
            wire.close();
        }
    }

    private Exchanged exchange(Wire wire, String host, boolean ipv6, byte[] request) {
        SSLSocket socket;
        try {
            socket = secured(wire.hold(connected(names.resolve(host, ipv6))), host);
        } catch (Unsound refused) {
            return new Exchanged.NotSent(refused.fault());
        } catch (SSLException refused) {
            return new Exchanged.NotSent(HttpFault.TLS_REFUSED);
        } catch (IOException failed) {
            return new Exchanged.NotSent(HttpFault.UNREACHABLE);
        }
        if (!wire.beginSending()) {
            return new Exchanged.NotSent(HttpFault.TOO_SLOW);
        }
        try {
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            return new Exchanged.Answered(new ResponseReader(socket.getInputStream()).read());
        } catch (Unsound unsound) {
            return new Exchanged.Unheard(unsound.fault());
        } catch (IOException broken) {
            return new Exchanged.Unheard(HttpFault.BROKEN_OFF);
        }
    }

    /** Trying the next address is no second attempt: nothing was sent to the one before. */
    private Socket connected(List<InetAddress> addresses) throws IOException {
        long end = System.nanoTime() + limits.connect().toNanos();
        IOException last = new Unsound(HttpFault.UNREACHABLE);
        for (var address : addresses) {
            var left = Duration.ofNanos(end - System.nanoTime());
            if (left.isNegative()) {
                break;
            }
            try {
                return connector.connect(address, left);
            } catch (IOException failed) {
                last = failed;
            }
        }
        throw last;
    }

    private SSLSocket secured(Socket socket, String host) throws IOException {
        var secured = (SSLSocket) tls.createSocket(socket, host, PORT, true);
        var parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setServerNames(List.of(new SNIHostName(host)));
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }
}
