package dev.valet.local.aws;

import dev.valet.local.aws.wire.Received;
import java.time.Instant;

/** A verified request. Its body is what the client meant to send, without any chunking. */
record Call(Received request, Caller caller, String region, String requestId, Instant now) {}
