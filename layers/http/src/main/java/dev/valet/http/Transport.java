package dev.valet.http;

/** Sends one request and hears one answer, or says whether it was sent. One attempt, whatever happens (B-12). */
@FunctionalInterface
public interface Transport {
    /** How it ended. */
    sealed interface Exchanged {
        record Answered(RawAnswer answer) implements Exchanged {}

        /** Not one byte of the request left. */
        record NotSent(HttpFault fault) implements Exchanged {}

        /** It was sent, in part or whole, and there is no answer to read. */
        record Unheard(HttpFault fault) implements Exchanged {}
    }

    /**
     * @param host a name, which the other side proves to be by its certificate
     * @param request all bytes of an HTTP/1.1 request, the secret among them
     */
    Exchanged exchange(String host, boolean ipv6, byte[] request);
}
