package dev.valet.authorize;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.valet.Malformed;
import dev.valet.Unavailable;
import dev.valet.edge.Settings;
import dev.valet.edge.Wiring;
import dev.valet.http.TokenVerifier;
import dev.valet.http.Verdict;
import dev.valet.identity.IssuerId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The authorizer of {@code /oidc/v1}: bytes in, one question to the verifier, a policy for one method or 401. */
public final class AuthorizeHandler implements RequestStreamHandler {
    /** A token of 8 KB with every character escaped, and the rest of the event. */
    private static final int MOST_EVENT = 64 * 1024;

    private final TokenVerifier verifier;
    private final Settings settings;
    private final AuthorizeLog log;

    public AuthorizeHandler() {
        this(Wiring.production());
    }

    @SuppressWarnings("SystemOut") // Lambda's log is what a function prints
    public AuthorizeHandler(Wiring wiring) {
        this(wiring.tokenVerifier(), wiring.settings(), new AuthorizeLog(System.out::println, wiring.clock()));
    }

    AuthorizeHandler(TokenVerifier verifier, Settings settings, AuthorizeLog log) {
        this.verifier = verifier;
        this.settings = settings;
        this.log = log;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        out.write(
                answer(in.readNBytes(MOST_EVENT + 1), context.getAwsRequestId()).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws Unauthorized unless the caller is known and the event is of this deployment */
    String answer(byte[] event, String requestId) {
        var answer = decided(event, requestId);
        log.write(requestId, answer);
        return switch (answer) {
            case Answer.Allowed allowed -> AllowPolicy.write(allowed).text();
            case Answer.Refused _ -> throw new Unauthorized();
        };
    }

    private Answer decided(byte[] event, String requestId) {
        try {
            Malformed.unless(event.length <= MOST_EVENT, "is an event of " + MOST_EVENT + " bytes at most");
            return decide(TokenEvent.read(event));
        } catch (Malformed malformed) {
            return new Answer.Refused("", "malformed-event", "");
        } catch (Unavailable unavailable) {
            log.failed(requestId, unavailable.code());
            throw new AuthorizerFailed();
        } catch (Exception bug) {
            log.failed(requestId, bug.getClass().getName());
            throw new AuthorizerFailed();
        }
    }

    private Answer decide(TokenEvent event) {
        var method = event.method();
        if (!method.isOf(settings)) {
            return new Answer.Refused("", "event-of-another-api", "");
        }
        var token = event.token();
        if (token.isEmpty()) {
            return new Answer.Refused(method.route(), "no-bearer-token", "");
        }
        return switch (verifier.verify(token.get())) {
            case Verdict.Believed believed -> new Answer.Allowed(method, believed);
            case Verdict.Refused(var fault, var claimed) ->
                new Answer.Refused(
                        method.route(),
                        fault.word(),
                        claimed.map(IssuerId::text).orElse(""));
        };
    }
}
