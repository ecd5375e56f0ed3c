package dev.valet.token;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.valet.Es256Key;
import dev.valet.Json;
import dev.valet.edge.Edge;
import dev.valet.edge.HttpReply;
import dev.valet.edge.Noted;
import dev.valet.edge.Priming;
import dev.valet.edge.Wiring;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** GET /.well-known/jwks.json, for anybody: the public keys by which receipts are checked (RFC 7517). */
public final class TokenHandler implements RequestStreamHandler {
    static final String KEYS = "GET /.well-known/jwks.json";

    private static final Duration KEPT = Duration.ofMinutes(5);

    private final Edge edge;
    private final Supplier<List<Es256Key>> keys;

    @SuppressWarnings({"unused", "FieldCanBeLocal"}) // CRaC holds its resources weakly
    private final @Nullable Priming priming;

    public TokenHandler() {
        this(Wiring.production());
    }

    public TokenHandler(Wiring wiring) {
        this(
                wiring.edge(),
                wiring.publishedKeys(),
                Priming.of(wiring, () -> {})); // one small path, and no secret in it
    }

    /** @param keys asked for at each request, and cheap: nobody is known here who could be told to slow down (INV-24) */
    TokenHandler(Edge edge, Supplier<List<Es256Key>> keys, @Nullable Priming priming) {
        this.edge = edge;
        this.keys = keys;
        this.priming = priming;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        handle(in, out, context.getAwsRequestId());
    }

    void handle(InputStream in, OutputStream out, String invocation) throws IOException {
        edge.answerAnyone(in, out, invocation, KEYS, this::answer);
    }

    private HttpReply answer() {
        var published = keys.get().stream().<Json>map(Es256Key::jwk).toList();
        return HttpReply.shared(
                Json.object().with("keys", new Json.Arr(published)).build(), KEPT, Noted.READ);
    }
}
