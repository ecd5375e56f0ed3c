package dev.valet.cli;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.audit.ArchiveLine;
import dev.valet.json.StrictJson;
import dev.valet.reconciliation.Reconcile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Holds the audit against what AWS saw. */
@Command(
        name = "reconcile",
        description = "Compares leases and CloudTrail's AssumeRole events, both ways; exits with 0 only when all fit."
                + " It believes the records: verify them first.",
        mixinStandardHelpOptions = true)
final class AuditReconcile implements Callable<Integer> {
    /** A log file of CloudTrail's has a few megabytes, unpacked a few dozen. */
    private static final int MOST_BYTES = 512 * 1024 * 1024;

    @Spec
    @Nullable
    private CommandSpec spec;

    @Option(names = "--records", required = true, paramLabel = "DIR", description = "records/ of the archive")
    @Nullable
    private Path records;

    @Option(
            names = "--cloudtrail",
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = "Log files of CloudTrail, packed or not, of Valet's account or of those it leases from")
    private List<Path> trails = List.of();

    @Option(
            names = "--issue-role",
            required = true,
            paramLabel = "ARN",
            description = "Output IssueRoleArn of Valet's stack")
    @Nullable
    private String issueRole;

    @Option(
            names = "--issue-role-id",
            required = true,
            paramLabel = "AROA…",
            description = "That role's unique id, by which other accounts know it (aws iam get-role)")
    @Nullable
    private String issueRoleId;

    @Option(names = "--from", paramLabel = "TIME", description = "How far back the log files reach")
    private Instant from = Instant.MIN;

    @Option(names = "--to", paramLabel = "TIME", description = "Up to when they are whole: events come 15 minutes late")
    private Instant to = Instant.MAX;

    @Override
    public Integer call() {
        var reconcile = new Reconcile(Output.present(issueRole), Output.present(issueRoleId));
        for (var batch : AuditFiles.batches(Output.present(records))) {
            batch.text().lines().forEach(line -> read(reconcile, line));
        }
        trails.forEach(trail -> events(trail).forEach(reconcile::event));
        var result = reconcile.result(from, to);
        var output = new Output(Output.present(spec));
        result.findings().forEach(finding -> output.line(Printable.of(finding.toString())));
        var verdict = result.isComplete()
                ? Paint.GREEN.on("complete")
                : Paint.RED.on("incomplete") + ", " + result.findings().size() + " findings";
        output.line(verdict + ": " + result.leases() + " leases, " + result.calls() + " calls");
        return (result.isComplete() ? Exit.OK : Exit.INCOMPLETE).code();
    }

    private static void read(Reconcile reconcile, String line) {
        try {
            reconcile.record(StrictJson.read(ArchiveLine.parse(line).record()));
        } catch (Malformed noRecord) {
            throw new Failed(Exit.INCOMPLETE, "A line of the archive is no record: valet audit verify names it");
        }
    }

    private static List<Json> events(Path trail) {
        try {
            if (StrictJson.log(unpacked(AuditFiles.bytes(trail))).at("Records") instanceof Json.Arr(var events)) {
                return events;
            }
        } catch (IOException | Malformed noLog) {
            // said below
        }
        throw new Failed(Exit.USAGE, trail + " is no log file of CloudTrail's");
    }

    private static byte[] unpacked(byte[] bytes) throws IOException {
        boolean packed = bytes.length > 2 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b;
        if (!packed) {
            return bytes;
        }
        try (var unpacking = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return unpacking.readNBytes(MOST_BYTES);
        }
    }
}
