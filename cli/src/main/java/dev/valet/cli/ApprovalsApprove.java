package dev.valet.cli;

import dev.valet.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code POST /admin/approvals/{id}/approve}: a yes to what was read, which its hash names. */
@Command(
        name = "approve",
        description = {
            "Says yes to what was read.",
            "Without --hash it shows what is asked and says how to go on, so that nothing is approved unread."
        },
        mixinStandardHelpOptions = true)
final class ApprovalsApprove extends Deciding {
    private static final int LEAST = 8;

    @Parameters(paramLabel = "ID", description = "The approval, ap-…")
    private String id = "";

    @Option(names = "--hash", paramLabel = "HASH", description = "The hash that was shown, or its first 8 characters")
    @Nullable
    private String hash;

    @Option(names = "--reason", paramLabel = "TEXT", description = "For whoever reads the audit")
    @Nullable
    private String reason;

    @Override
    public Integer call() {
        var found = operator().get(Api.Tree.ADMIN, path(id, ""));
        var whole = new ApprovalText(found.at("approval")).hash();
        if (hash == null) {
            show(found);
            output().error("Read it, then: valet approvals approve " + Printable.of(id) + " --hash "
                    + whole.substring(0, Math.min(LEAST, whole.length())));
            return Exit.USAGE.code();
        }
        if (hash.length() < LEAST || !whole.startsWith(hash)) {
            throw new Failed(Exit.USAGE, "That is not the hash of what is asked: valet approvals show " + id);
        }
        var body = Json.object().with("hash", whole);
        if (reason != null) {
            body.with("reason", reason);
        }
        return show(operator().post(Api.Tree.ADMIN, path(id, "/approve"), body.build()));
    }
}
