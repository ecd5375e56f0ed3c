package dev.valet.cli;

import dev.valet.ObjectBuilder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Brings the configuration to what the files say. */
@Command(
        name = "apply",
        description = "Makes agents, actions, grants and the rest as the files say.",
        mixinStandardHelpOptions = true)
final class Apply extends Applying {
    @ArgGroup
    @Nullable
    private Authority authority;

    /** What reaches production is changed by two people, or by one who says why. */
    static final class Authority {
        @Option(names = "--approval", paramLabel = "ID", description = "A second person's yes to just this change")
        @Nullable
        private String approval;

        @Option(
                names = "--break-glass",
                paramLabel = "TEXT",
                description = "Change production at once, and say why: it is recorded, and announced to everybody")
        @Nullable
        private String reason;
    }

    @Override
    String mode() {
        return "apply";
    }

    @Override
    ObjectBuilder more(ObjectBuilder request) {
        if (authority == null) {
            return request;
        }
        return request.with("approval", Optional.ofNullable(authority.approval))
                .with("breakGlass", Optional.ofNullable(authority.reason));
    }
}
