package dev.valet.action;

/** The one performer of each executor, and what looks up what it did. */
public final class Performers implements Performer, Lookups {
    private final Performer http;
    private final Performer kmsSign;
    private final Performer lambda;
    private final Lookups httpLookups;

    public Performers(Performer http, Lookups httpLookups, Performer kmsSign, Performer lambda) {
        this.http = http;
        this.httpLookups = httpLookups;
        this.kmsSign = kmsSign;
        this.lambda = lambda;
    }

    @Override
    public Performing perform(Errand errand) {
        return switch (errand.action().executor()) {
            case Executor.Http _ -> http.perform(errand);
            case Executor.KmsSign _ -> kmsSign.perform(errand);
            case Executor.Lambda _ -> lambda.perform(errand);
        };
    }

    /** A signature that never arrived binds nobody, so there is nothing to look up; of a function only people can ask. */
    @Override
    public LookedUp lookUp(Errand errand) {
        return switch (errand.action().executor()) {
            case Executor.Http _ -> httpLookups.lookUp(errand);
            case Executor.KmsSign _, Executor.Lambda _ -> new LookedUp.StillUnknown("no-lookup");
        };
    }
}
