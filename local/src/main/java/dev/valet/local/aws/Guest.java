package dev.valet.local.aws;

import dev.valet.local.aws.wire.Answer;
import dev.valet.local.aws.wire.Received;

/** A service with a home of its own that answers behind this endpoint, so that clients need one endpoint only. */
@FunctionalInterface
public interface Guest {
    /** @param caller whose signature held; whether the caller may do this is the guest's to ask of {@link LocalAws#decide} */
    Answer answer(Received request, Caller caller);
}
