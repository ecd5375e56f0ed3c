package dev.valet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.valet.Json;
import dev.valet.action.PerformanceId;
import dev.valet.action.Receipt;
import dev.valet.action.SignReceipt;
import dev.valet.grant.ActionId;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.json.StrictJson;
import dev.valet.testkit.MemoryReceiptSigner;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receipt, checked by somebody who has nothing but it and the public keys. */
class ReceiptTest {
    private static final Json INPUT =
            Json.object().with("amount", "12.50").with("to", "acme").build();
    private static final Json RESULT = Json.object().with("id", "po_1").build();

    @TempDir
    private Path dir = Path.of("");

    private final MemoryReceiptSigner signer = new MemoryReceiptSigner();
    private final Receipt attested = new Receipt(
            "urn:valet:111122223333:eu-west-1:valet",
            PerformanceId.of("payer", "once"),
            "[\"aws\",\"aws\",\"444455556666\",\"payer\",\"AROAEXAMPLEEXAMPLE001\"]",
            new AgentId("payer"),
            new GrantId("payer-pays"),
            new ActionId("pay-out"),
            Receipt.hash(INPUT),
            Optional.empty(),
            7,
            "po_1",
            Optional.of(Receipt.hash(RESULT)),
            Instant.parse("2026-03-02T12:00:00Z"));
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void aReceiptIsBroughtHome() {
        write("receipt", new SignReceipt(signer, "valet-test").sign(attested) + "\n");
        write("jwks.json", signer.keys().text());
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(dir.resolve(name), text);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private int valet(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Valet.commandLine(Map.of())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    private int verify(String jwks, String... more) {
        var args = new ArrayList<>(
                List.of("receipt", "verify", dir.resolve("receipt").toString(), "--jwks", jwks));
        args.addAll(List.of(more));
        return valet(args.toArray(String[]::new));
    }

    private int verify() {
        return verify(file("jwks.json"));
    }

    private String file(String name) {
        return dir.resolve(name).toString();
    }

    @Test
    void whatAReceiptAttestsIsSaid() {
        assertThat(verify()).isZero();
        assertThat(out.toString()).isEqualTo("""
                action       pay-out
                agent        payer
                principal    ["aws","aws","444455556666","payer","AROAEXAMPLEEXAMPLE001"]
                grant        payer-pays
                approval     none was asked for
                revision     7
                performance  %s
                reference    po_1
                input        sha256 %s
                result       sha256 %s
                holds: performed by urn:valet:111122223333:eu-west-1:valet at 2026-03-02T12:00:00Z
                """.formatted(
                attested.performance(), attested.input(), attested.result().orElseThrow()));
    }

    @Test
    void itIsJsonForMachines() {
        assertThat(verify(file("jwks.json"), "--json")).isZero();
        assertThat(StrictJson.read(out.toString()).canonical())
                .isEqualTo(attested.json().canonical());
    }

    @Test
    void itIsAboutTheInputAndTheResultThatWereGiven() {
        var input = write("input.json", "{ \"to\": \"acme\",\n \"amount\": \"12.50\" }")
                .toString();
        var result = write("result.json", RESULT.text()).toString();
        assertThat(verify(file("jwks.json"), "--input", input, "--result", result))
                .isZero();
        assertThat(verify(file("jwks.json"), "--input", result)).isEqualTo(8);
        assertThat(out.toString()).isEqualTo("does not hold: a receipt is about the given input\n");
        assertThat(verify(file("jwks.json"), "--result", input)).isEqualTo(8);
        assertThat(verify(file("jwks.json"), "--result", write("broken", "{").toString()))
                .isEqualTo(2);
    }

    @Test
    void aReceiptThatDoesNotHoldEndsWithEight() throws IOException {
        var receipt = Files.readString(dir.resolve("receipt"));
        int signature = receipt.lastIndexOf('.') + 1;
        char other = receipt.charAt(signature) == 'A' ? 'B' : 'A';
        write("receipt", receipt.substring(0, signature) + other + receipt.substring(signature + 1));
        assertThat(verify()).isEqualTo(8);
        assertThat(out.toString()).isEqualTo("does not hold: a receipt is signed by the key that it names\n");
        write("receipt", "\u001b[2Jnot a receipt");
        assertThat(verify()).isEqualTo(8);
        assertThat(out.toString()).doesNotContain("\u001b");
        write("receipt", receipt);
        write("jwks.json", new MemoryReceiptSigner().keys().text());
        assertThat(verify()).isEqualTo(8);
        assertThat(out.toString()).isEqualTo("does not hold: a receipt names a key of the set\n");
    }

    @Test
    void theKeysAreReadWhereTheyArePublished() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/.well-known/jwks.json", exchange -> {
            var bytes = signer.keys().text().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.createContext("/elsewhere", exchange -> {
            exchange.getResponseHeaders().add("Location", "/.well-known/jwks.json");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
        try {
            var url = "http://127.0.0.1:" + server.getAddress().getPort();
            assertThat(verify(url + "/.well-known/jwks.json")).isZero();
            assertThat(verify(url + "/elsewhere")).isNotZero();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void wrongUseIsSaidToBe() {
        assertThat(valet("receipt")).isEqualTo(2);
        assertThat(valet("receipt", "verify", file("receipt"))).isEqualTo(2);
        assertThat(verify(file("nowhere"))).isEqualTo(2);
        assertThat(verify(write("broken", "{").toString())).isEqualTo(2);
        assertThat(verify(write("empty", "{\"keys\":[]}").toString())).isEqualTo(2);
        assertThat(verify("http://valet.example.com/.well-known/jwks.json")).isEqualTo(2);
        assertThat(err.toString()).startsWith("Keys are read over https only");
        assertThat(verify("ftp://valet.example.com/jwks")).isEqualTo(2);
    }
}
