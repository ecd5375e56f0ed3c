package dev.valet.admin;

import dev.valet.Fields;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.PlainText;
import dev.valet.approval.ApprovalId;
import dev.valet.config.SourceFile;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /admin/apply}.
 *
 * @param write false for a plan only
 * @param prune whether what is configured and in none of the files goes
 * @param approval a second person's, of just these changes
 * @param breakGlass why it cannot wait for a second person
 */
record ApplyRequest(
        List<SourceFile> files,
        boolean write,
        boolean prune,
        Optional<ApprovalId> approval,
        Optional<String> breakGlass) {

    /** @throws Malformed with every problem found */
    static ApplyRequest read(Json json) {
        return Fields.read(json, fields -> {
            var files = fields.objects("files", ApplyRequest::file);
            var write = fields.parsed("mode", ApplyRequest::mode);
            var prune = fields.flag("prune", false);
            var approval = fields.optionalParsed("approval", ApprovalId::parse);
            var breakGlass = fields.optionalParsed("breakGlass", Reasons::checked);
            if (fields.has("approval") && fields.has("breakGlass")) {
                fields.problem("breakGlass", "is for what nobody approved");
            }
            if (!fields.has("files")) {
                fields.problem("files", "is required");
            }
            return fields.build(() -> new ApplyRequest(
                    distinct(files.get()), write.get(), prune.get(), approval.get(), breakGlass.get()));
        });
    }

    private static @Nullable SourceFile file(Fields fields) {
        var name = fields.parsed("name", ApplyRequest::name);
        var text = fields.text("text");
        return fields.build(() -> new SourceFile(name.get(), text.get()));
    }

    /** It comes back in every fault of its file. */
    private static String name(String name) {
        Malformed.unless(
                !name.isBlank() && name.length() <= 200 && PlainText.is(name), "is one line of 1 to 200 characters");
        return name;
    }

    private static boolean mode(String mode) {
        Malformed.unless(mode.equals("plan") || mode.equals("apply"), "is plan or apply");
        return mode.equals("apply");
    }

    private static List<SourceFile> distinct(List<SourceFile> files) {
        boolean twice = files.stream().map(SourceFile::name).distinct().count() < files.size();
        if (twice) {
            throw new Malformed("/files", "names no file twice");
        }
        return files;
    }
}
