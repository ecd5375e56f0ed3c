package dev.valet.cli;

import dev.valet.ObjectBuilder;
import picocli.CommandLine.Command;

/** Shows what an apply would do. */
@Command(
        name = "plan",
        description = "Shows what an apply would change, and changes nothing.",
        mixinStandardHelpOptions = true)
final class PlanCommand extends Applying {
    @Override
    String mode() {
        return "plan";
    }

    @Override
    ObjectBuilder more(ObjectBuilder request) {
        return request;
    }
}
