package dev.valet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.valet.Json;
import dev.valet.audit.ArchiveAudit;
import dev.valet.audit.ArchiveLine;
import dev.valet.audit.AuditEntry;
import dev.valet.audit.AuditRecord;
import dev.valet.audit.Phase;
import dev.valet.audit.WriteCheckpoints;
import dev.valet.json.StrictJson;
import dev.valet.testkit.MemoryArchive;
import dev.valet.testkit.MemorySigner;
import dev.valet.testkit.TurnableClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit, listed over the wire and checked without it. */
class AuditTest {
    private static final String LEASE = "vl-01KJ7V8M40000000000000000A";
    private static final String WRITER = "0123456789abcdef0123456789abcdef";
    private static final String ISSUE = "arn:aws:iam::111122223333:role/valet-issue";

    @TempDir
    private Path dir = Path.of("");

    private final TurnableClock clock = new TurnableClock();
    private final MemoryArchive archive = new MemoryArchive();
    private final MemorySigner signer = new MemorySigner();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** A writer's OPEN, and the INTENT of a lease; signed. */
    @BeforeEach
    void anArchiveIsBroughtHome() {
        var open = new AuditRecord(WRITER, 0, "0".repeat(64), AuditEntry.of(Phase.OPEN, clock.instant(), "valet"));
        var intent = AuditEntry.of(Phase.INTENT, clock.instant(), "somebody")
                .agent("reporter")
                .grant("reports-reader")
                .lease(LEASE)
                .with("endedBy", "sts")
                .with("environment", "sandbox");
        new ArchiveAudit(archive, clock)
                .archive(
                        List.of(ArchiveLine.of(open), ArchiveLine.of(new AuditRecord(WRITER, 1, open.hash(), intent))));
        clock.turn(Duration.ofMinutes(5));
        new WriteCheckpoints("valet/audit", archive, signer, clock)
                .run(clock.instant().plusSeconds(10));
        archive.batches().forEach(batch -> write("records/" + batch + ".jsonl", batch.text()));
        archive.notes().forEach((size, note) -> write("checkpoints/" + size + ".note", note));
        write("key", Base64.getEncoder().encodeToString(signer.publicKey()) + "\n");
    }

    private Path write(String name, String text) {
        return write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private Path write(String name, byte[] bytes) {
        try {
            var file = dir.resolve(name);
            Files.createDirectories(file.resolveSibling("."));
            return Files.write(file, bytes);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private int valet(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Valet.commandLine(Map.of("AWS_REGION", "eu-west-1"))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    private int verify(String... more) {
        var args = new ArrayList<>(
                List.of("audit", "verify", "--records", dir.resolve("records").toString()));
        args.addAll(List.of("--checkpoints", dir.resolve("checkpoints").toString()));
        args.addAll(List.of("--key", dir.resolve("key").toString()));
        args.addAll(List.of(more));
        return valet(args.toArray(String[]::new));
    }

    private Path batch() {
        var batch = archive.batches().getFirst();
        return dir.resolve("records").resolve(batch.minute().text()).resolve(batch.name() + ".jsonl");
    }

    @Test
    void aCompleteAuditEndsWithZero() {
        assertThat(verify()).isZero();
        assertThat(out.toString())
                .isEqualTo("complete: 2 records, to 2026-03-02T09:01:00Z, checkpoint 2 of valet/audit\n");
    }

    @Test
    void aChangedByteIsNamedAndEndsWithEight() throws IOException {
        Files.writeString(batch(), Files.readString(batch()).replace("reporter", "reportee"));
        assertThat(verify()).isEqualTo(8);
        assertThat(out.toString())
                .contains("writer " + WRITER + " seq 1: is not what its hash says\n")
                .contains("checkpoint 2: signed 2 records of 2026-03-02T09-00Z")
                .endsWith("incomplete, 3 findings: 1 records, to 2026-03-02T09:01:00Z, checkpoint 2 of valet/audit\n");
    }

    @Test
    void bytesThatAreNoTextAreFoundToo() throws IOException {
        var bytes = Files.readAllBytes(batch());
        bytes[200] = (byte) 0xff;
        Files.write(batch(), bytes);
        assertThat(verify()).isEqualTo(8);
    }

    @Test
    void aKeyInPemIsTheSameKey() throws IOException {
        var base64 = Files.readString(dir.resolve("key")).strip();
        write("key", "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n");
        assertThat(verify()).isZero();
    }

    @Test
    void anotherKeyCompletesNothing() {
        write("key", Base64.getEncoder().encodeToString(new MemorySigner().publicKey()));
        assertThat(verify()).isEqualTo(8);
        assertThat(out.toString()).contains("2.note: is no checkpoint that the given key signed");
        write("other", Base64.getEncoder().encodeToString(signer.publicKey()));
        assertThat(verify("--key", dir.resolve("other").toString())).isZero();
    }

    @Test
    void anAuditThatDoesNotReachFarEnoughIsNotComplete() {
        assertThat(verify("--until", "2026-03-02T09:01:00Z")).isZero();
        assertThat(verify("--until", "2026-03-02T09:01:01Z")).isEqualTo(8);
        assertThat(out.toString())
                .contains("checkpoint 2: is the last one, and reaches to 2026-03-02T09:01:00Z only\n");
    }

    @Test
    void theVerdictIsJsonForMachines() {
        assertThat(verify("--json")).isZero();
        assertThat(StrictJson.read(out.toString()).canonical())
                .isEqualTo("{\"copies\":0,\"findings\":[],\"later\":0,\"records\":2,\"size\":2,"
                        + "\"until\":\"2026-03-02T09:01:00Z\",\"verdict\":\"complete\"}");
    }

    @Test
    void whatIsNoArchiveOrNoKeyIsWrongUse() throws IOException {
        Files.delete(batch());
        assertThat(verify()).isEqualTo(2);
        write("key", "not a key");
        assertThat(verify()).isEqualTo(2);
        assertThat(valet("audit")).isEqualTo(2);
        assertThat(valet("audit", "verify")).isEqualTo(2);
        assertThat(valet("audit", "list")).isEqualTo(2);
        assertThat(valet("audit", "list", "--agent", "a1", "--grant", "g1")).isEqualTo(2);
    }

    private int reconcile(String trail, String... more) {
        var args = new ArrayList<>(List.of(
                "audit", "reconcile", "--records", dir.resolve("records").toString()));
        args.addAll(List.of("--cloudtrail", trail, "--issue-role", ISSUE, "--issue-role-id", "AROAVALETISSUE0000001"));
        args.addAll(List.of(more));
        return valet(args.toArray(String[]::new));
    }

    private static String trail(String lease) {
        return """
                {"Records":[{"eventVersion":"1.08","eventSource":"sts.amazonaws.com","eventName":"AssumeRole",
                 "eventTime":"2026-03-02T09:00:00Z","eventID":"e-1","sharedEventID":"s-1",
                 "userIdentity":{"type":"AWSAccount","principalId":"AROAVALETISSUE0000001:valet-issue"},
                 "requestParameters":{"roleArn":"arn:aws:iam::444455556666:role/valet/reports","durationSeconds":900,
                  "roleSessionName":"%1$s","sourceIdentity":"%1$s","externalId":"vx-7f3a91","policy":"{}",
                  "tags":[{"key":"valet:lease","value":"%1$s"},{"key":"valet:agent","value":"reporter"},
                   {"key":"valet:grant","value":"reports-reader"},{"key":"valet:env","value":"sandbox"}]}},
                 {"eventSource":"s3.amazonaws.com","eventName":"GetObject","additionalEventData":
                  {"x":0.12345678901234567890123456789}}]}""".formatted(lease);
    }

    @Test
    void aTrailThatFitsEndsWithZeroPackedOrNot() throws IOException {
        assertThat(reconcile(write("trail.json", trail(LEASE)).toString())).isZero();
        assertThat(out.toString()).isEqualTo("complete: 1 leases, 1 calls\n");
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(trail(LEASE).getBytes(StandardCharsets.UTF_8));
        }
        assertThat(reconcile(write("trail.json.gz", packed.toByteArray()).toString()))
                .isZero();
    }

    @Test
    void aTrailThatDoesNotFitSaysWhereBothWays() {
        var other = LEASE.replace("A", "B");
        assertThat(reconcile(write("trail.json", trail(other)).toString())).isEqualTo(8);
        assertThat(out.toString())
                .isEqualTo(
                        "event s-1: is a call without a lease: arn:aws:iam::444455556666:role/valet/reports as "
                                + other + "\nlease " + LEASE
                                + ": counts as issued, and no call was made for it\nincomplete, 2 findings: 1 leases, 1 calls\n");
        assertThat(reconcile(dir.resolve("trail.json").toString(), "--from", "2026-03-02T09:00:01Z"))
                .isEqualTo(8);
        assertThat(out.toString()).endsWith("incomplete, 1 findings: 1 leases, 1 calls\n");
    }

    @Test
    void whatIsNoTrailIsWrongUse() {
        assertThat(reconcile(write("trail.json", "{}").toString())).isEqualTo(2);
        assertThat(reconcile(dir.resolve("nowhere").toString())).isEqualTo(2);
    }

    @Test
    void recordsAreListedPageAfterPage() throws IOException {
        var asked = new ArrayList<String>();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var line = archive.batches().getFirst().text().lines().toList().get(1);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            var next = asked.size() == 1 ? ",\"next\":\"bmV4dA\"" : "";
            var page = "{\"records\":[" + line + "],\"from\":\"1970-01-01T00:00:00Z\",\"to\":\"2026-03-02T09:05:00Z\""
                    + next + "}";
            exchange.sendResponseHeaders(200, page.getBytes(StandardCharsets.UTF_8).length);
            exchange.getResponseBody().write(page.getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        System.setProperty("aws.accessKeyId", "AKIAEXAMPLE");
        System.setProperty("aws.secretAccessKey", "canary-8d2e-secret");
        try {
            var url = "http://127.0.0.1:" + server.getAddress().getPort();
            assertThat(valet("audit", "list", "--url", url, "--agent", "reporter"))
                    .isZero();
            assertThat(asked)
                    .containsExactly(
                            "/admin/audit?agent=reporter",
                            "/admin/audit?agent=reporter&from=1970-01-01T00%3A00%3A00Z&next=bmV4dA&to=2026-03-02T09%3A05%3A00Z");
            assertThat(out.toString().lines())
                    .hasSize(2)
                    .containsOnly("2026-03-02T09:00:00Z  INTENT  reporter  reports-reader  " + LEASE
                            + "  endedBy=sts  environment=sandbox");
            assertThat(valet("audit", "list", "--url", url, "--lease", LEASE, "--json"))
                    .isZero();
            assertThat(out.toString()).isEqualTo(line + "\n");
        } finally {
            System.clearProperty("aws.accessKeyId");
            System.clearProperty("aws.secretAccessKey");
            server.stop(0);
        }
    }

    @Test
    void aLineIsARecordAndWhatSomebodyWroteIsNoOtherFact() { // T-36
        var entry = AuditEntry.of(Phase.CONFIGURE, clock.instant(), "ann")
                .grant("reports-reader")
                .with("approval", "")
                .with("breakGlass", "nobody is awake  person=ben")
                .with("diff", "+ /ttlSeconds: 900\n+ /owner: \"x\u001b[2J\"")
                .with("person", "ann");
        var record = new AuditRecord(WRITER, 0, "0".repeat(64), entry);
        assertThat(AuditList.line(Json.object()
                        .with("record", StrictJson.read(record.canonical()))
                        .build()))
                .isEqualTo("""
                        2026-03-02T09:05:00Z  CONFIGURE  reports-reader  breakGlass="nobody is awake  person=ben"  person=ann
                            + /ttlSeconds: 900
                            + /owner: "x\ufffd[2J\"""");
    }
}
