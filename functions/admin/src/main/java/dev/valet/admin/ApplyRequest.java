package dev.valet.admin;

import dev.valet.Fields;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.PlainText;
import dev.valet.config.SourceFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /admin/apply}.
 *
 * @param write false for a plan only
 * @param prune whether what is configured and in none of the files goes
 */
record ApplyRequest(List<SourceFile> files, boolean write, boolean prune) {

    /** @throws Malformed with every problem found */
    static ApplyRequest read(Json json) {
        return Fields.read(json, fields -> {
            var files = fields.objects("files", ApplyRequest::file);
            var write = fields.parsed("mode", ApplyRequest::mode);
            var prune = fields.flag("prune", false);
            if (!fields.has("files")) {
                fields.problem("files", "is required");
            }
            return fields.build(() -> new ApplyRequest(distinct(files.get()), write.get(), prune.get()));
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
