package dev.valet.http;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.Unavailable;
import dev.valet.action.ActionSecrets;
import dev.valet.action.Errand;
import dev.valet.action.Executor;
import dev.valet.action.HttpCall;
import dev.valet.action.HttpTemplate;
import dev.valet.action.LookedUp;
import dev.valet.action.Lookups;
import dev.valet.action.MinorUnits;
import dev.valet.action.Performer;
import dev.valet.action.Performing;
import dev.valet.action.Scrubber;
import dev.valet.json.StrictJson;
import java.util.Optional;

/**
 * Performs an action over HTTPS with a secret that the agent never sees: fill in, read the secret, send once, look through all
 * that comes back, hand on the declared fields (T-16).
 */
public final class HttpPerformer implements Performer, Lookups {
    private final ActionSecrets secrets;
    private final MinorUnits minorUnits;
    private final Transport transport;

    public HttpPerformer(ActionSecrets secrets, MinorUnits minorUnits, Transport transport) {
        this.secrets = secrets;
        this.minorUnits = minorUnits;
        this.transport = transport;
    }

    /** What came of asking. */
    private sealed interface Asked {
        /** @param body empty when it is no JSON, or could not be decoded */
        record Heard(int status, Optional<Json> body, Scrubber scrubber, boolean echoed) implements Asked {}

        record NotSent(HttpFault fault) implements Asked {}

        record Unheard(String cause) implements Asked {}
    }

    @Override
    public Performing perform(Errand errand) {
        if (!(errand.action().executor() instanceof Executor.Http(var template))) {
            return new Performing.NotDone("wrong-performer");
        }
        var performing = switch (ask(template, template.call(), errand)) {
            case Asked.NotSent(var fault) -> new Performing.NotDone(fault.word());
            case Asked.Unheard(var cause) -> new Performing.Unknown(cause);
            case Asked.Heard heard ->
                judged(template.answer().read(heard.status(), heard.body(), errand.providerKey()), heard);
        };
        // What only reads did nothing, whatever became of it (B-12).
        return performing instanceof Performing.Unknown(String cause)
                        && !template.call().method().hasEffects()
                ? new Performing.NotDone(cause)
                : performing;
    }

    /** an echo is not masked and passed on. Whether it was done stays as exact as it was. */
    private static Performing judged(Performing said, Asked.Heard heard) {
        boolean echoed = heard.echoed()
                || said instanceof Performing.Done(var result, String reference)
                        && (heard.scrubber().finds(result.canonical())
                                || heard.scrubber().finds(reference));
        if (!echoed) {
            return said;
        }
        return switch (said) {
            case Performing.Done _, Performing.Withheld _ -> new Performing.Withheld(Performing.ECHOED);
            case Performing.NotDone _ -> new Performing.NotDone(Performing.ECHOED);
            case Performing.Unknown _ -> new Performing.Unknown(Performing.ECHOED);
        };
    }

    @Override
    public LookedUp lookUp(Errand errand) {
        if (!(errand.action().executor() instanceof Executor.Http(var template))) {
            return new LookedUp.StillUnknown("wrong-performer");
        }
        if (template.lookup().isEmpty()) {
            return new LookedUp.StillUnknown("no-lookup");
        }
        var lookup = template.lookup().get();
        return switch (ask(template, lookup.call(), errand)) {
            case Asked.NotSent(var fault) -> new LookedUp.StillUnknown(fault.word());
            case Asked.Unheard(var cause) -> new LookedUp.StillUnknown(cause);
            case Asked.Heard heard ->
                heard.echoed()
                        ? new LookedUp.StillUnknown(Performing.ECHOED)
                        : lookup.read(heard.status(), heard.body(), errand.providerKey());
        };
    }

    private Asked ask(HttpTemplate template, HttpCall call, Errand errand) {
        SecretPlacement.Armed armed;
        try {
            // The secret is read last, when nothing but sending is left to do.
            var request = call.fill(template.host(), errand.input(), errand.providerKey(), minorUnits);
            var secret = secrets.current(template.credential().source());
            armed = SecretPlacement.arm(request, template.credential().place(), secret);
        } catch (Malformed unfit) {
            return new Asked.NotSent(HttpFault.INPUT_UNFIT);
        } catch (Unavailable unread) {
            return new Asked.NotSent(HttpFault.SECRET_UNAVAILABLE);
        } catch (Unsound unusable) {
            return new Asked.NotSent(unusable.fault());
        }
        return heard(transport.exchange(template.host(), template.ipv6(), armed.request()), armed.scrubber());
    }

    private static Asked heard(Transport.Exchanged exchanged, Scrubber scrubber) {
        return switch (exchanged) {
            case Transport.Exchanged.NotSent(var fault) -> new Asked.NotSent(fault);
            case Transport.Exchanged.Unheard(var fault) -> new Asked.Unheard(fault.word());
            case Transport.Exchanged.Answered(var answer) -> heard(answer, scrubber);
        };
    }

    /** Looked through before anything is read from it, headers and all. */
    private static Asked heard(RawAnswer answer, Scrubber scrubber) {
        try {
            var decoded = ContentDecoding.decode(answer);
            return new Asked.Heard(answer.status(), json(decoded), scrubber, scrubber.finds(answer.all(decoded)));
        } catch (Unsound undecoded) {
            boolean echoed = scrubber.finds(answer.all(new byte[0]));
            return new Asked.Unheard(
                    echoed ? Performing.ECHOED : undecoded.fault().word());
        }
    }

    private static Optional<Json> json(byte[] body) {
        try {
            return Optional.of(StrictJson.read(body));
        } catch (Malformed noJson) {
            return Optional.empty();
        }
    }
}
