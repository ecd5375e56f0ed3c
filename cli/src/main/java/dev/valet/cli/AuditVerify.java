package dev.valet.cli;

import dev.valet.Json;
import dev.valet.audit.Checkpoint;
import dev.valet.audit.Finding;
import dev.valet.audit.Verification;
import dev.valet.audit.VerifyAudit;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks an audit with nothing but what was archived and the public key. */
@Command(
        name = "verify",
        description = "Checks records and checkpoints offline; exits with 0 only when the audit is complete.",
        mixinStandardHelpOptions = true)
final class AuditVerify implements Callable<Integer> {
    @Spec
    @Nullable
    private CommandSpec spec;

    @Option(names = "--records", required = true, paramLabel = "DIR", description = "records/ of the archive")
    @Nullable
    private Path records;

    @Option(names = "--checkpoints", required = true, paramLabel = "DIR", description = "checkpoints/ of the archive")
    @Nullable
    private Path checkpoints;

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "The public key (aws kms get-public-key); again for one that came before or after it")
    private List<Path> keys = List.of();

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "How far the audit has to reach: without it nobody sees that its end was cut off")
    @Nullable
    private Instant until;

    @Option(names = "--json", description = "Print the verdict as JSON")
    private boolean json;

    @Override
    public Integer call() {
        var notes = AuditFiles.notes(Output.present(checkpoints));
        var verify = new VerifyAudit(keys.stream().map(AuditFiles::key).toList());
        var verified = verify.verify(notes, AuditFiles.batches(Output.present(records)), Optional.ofNullable(until));
        var output = new Output(Output.present(spec));
        if (json) {
            output.line(Printable.of(written(verified).canonical()));
        } else {
            tell(verified, output);
        }
        return (verified.isComplete() ? Exit.OK : Exit.INCOMPLETE).code();
    }

    private static void tell(Verification verified, Output output) {
        verified.findings().forEach(finding -> output.line(Printable.of(finding.toString())));
        if (verified.copies() > 0) {
            output.line(verified.copies() + " records were archived twice, which changes nothing");
        }
        if (verified.later() > 0) {
            output.line(verified.later() + " records came after the last checkpoint, and nobody has signed them yet");
        }
        var reach = verified.last()
                .map(last -> ", to " + last.minute().end() + ", checkpoint " + last.size() + " of " + last.origin())
                .orElse("");
        var verdict = verified.isComplete()
                ? Paint.GREEN.on("complete")
                : Paint.RED.on("incomplete") + ", " + verified.findings().size() + " findings";
        output.line(verdict + ": " + verified.records() + " records" + Printable.of(reach));
    }

    private static Json written(Verification verified) {
        var findings = verified.findings().stream().map(Finding::toString).toList();
        var written = Json.object()
                .with("verdict", verified.isComplete() ? "complete" : "incomplete")
                .with("records", verified.records())
                .with("copies", verified.copies())
                .with("later", verified.later())
                .with("findings", findings);
        verified.last().map(Checkpoint::minute).ifPresent(minute -> written.with("until", minute.end()));
        verified.last().map(Checkpoint::size).ifPresent(size -> written.with("size", size));
        return written.build();
    }
}
