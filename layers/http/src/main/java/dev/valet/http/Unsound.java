package dev.valet.http;

import java.io.IOException;

/** Reading, or connecting, ends here for a reason of ours. It carries nothing but the reason. */
final class Unsound extends IOException {
    private static final long serialVersionUID = 1;

    private final HttpFault fault;

    Unsound(HttpFault fault) {
        super(fault.word());
        this.fault = fault;
    }

    HttpFault fault() {
        return fault;
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
