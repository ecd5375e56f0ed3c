package dev.valet.cli;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.action.Receipt;
import dev.valet.action.VerifyReceipt;
import dev.valet.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks one receipt with nothing but the public keys, and says what it attests. */
@Command(
        name = "verify",
        description = "Checks a receipt with the public keys alone; exits with 0 only when it holds.",
        mixinStandardHelpOptions = true)
final class ReceiptVerify implements Callable<Integer> {
    @Spec
    @Nullable
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The receipt, as it was answered")
    @Nullable
    private Path receipt;

    @Option(
            names = "--jwks",
            required = true,
            paramLabel = "FILE|URL",
            description = "The public keys: a file of them, or https://…/.well-known/jwks.json")
    private String jwks = "";

    @Option(names = "--input", paramLabel = "FILE", description = "The input (JSON) that it should be about")
    @Nullable
    private Path input;

    @Option(names = "--result", paramLabel = "FILE", description = "The result (JSON) that it should be about")
    @Nullable
    private Path result;

    @Option(names = "--json", description = "Print what it attests as JSON")
    private boolean json;

    @Override
    public Integer call() {
        var output = new Output(Output.present(spec));
        var verify = verifier();
        try {
            var attested = verify.verify(text(Output.present(receipt)).strip());
            compare("input", attested.input(), input);
            compare("result", attested.result().orElse(""), result);
            tell(attested, output);
            return Exit.OK.code();
        } catch (Malformed broken) {
            output.line(Paint.RED.on("does not hold") + ": a receipt "
                    + broken.problems().getFirst().rule());
            return Exit.INCOMPLETE.code();
        }
    }

    private VerifyReceipt verifier() {
        try {
            return new VerifyReceipt(KeySource.read(jwks), StrictJson::read);
        } catch (Malformed noSet) {
            throw new Failed(Exit.USAGE, Printable.of(jwks) + " is no JWK Set with a key for ES256");
        }
    }

    /** @throws Malformed unless the file is what the receipt is about */
    private static void compare(String what, String hash, @Nullable Path file) {
        if (file != null) {
            Malformed.unless(Receipt.hash(json(file)).equals(hash), "is about the given " + what);
        }
    }

    private static Json json(Path file) {
        try {
            return StrictJson.read(AuditFiles.bytes(file));
        } catch (Malformed notJson) {
            throw new Failed(Exit.USAGE, file + " is no JSON");
        }
    }

    private static String text(Path file) {
        return new String(AuditFiles.bytes(file), StandardCharsets.UTF_8);
    }

    private void tell(Receipt attested, Output output) {
        if (json) {
            output.line(Printable.of(attested.json().canonical()));
            return;
        }
        line(output, "action", attested.action().text());
        line(output, "agent", attested.agent().text());
        line(output, "principal", attested.principal());
        line(output, "grant", attested.grant().text());
        line(output, "approval", attested.approval().orElse("none was asked for"));
        line(output, "revision", Long.toString(attested.policyRevision()));
        line(output, "performance", attested.performance().text());
        line(output, "reference", attested.reference().isEmpty() ? "the provider has none" : attested.reference());
        line(output, "input", "sha256 " + attested.input());
        line(output, "result", attested.result().map(hash -> "sha256 " + hash).orElse("none was handed on"));
        output.line(Paint.GREEN.on("holds") + ": performed by " + Printable.of(attested.valet()) + " at "
                + attested.performedAt());
    }

    private static void line(Output output, String name, String value) {
        output.line(name + " ".repeat(13 - name.length()) + Printable.of(value));
    }
}
