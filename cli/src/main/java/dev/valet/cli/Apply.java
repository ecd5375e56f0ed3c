package dev.valet.cli;

import picocli.CommandLine.Command;

/** Brings the configuration to what the files say. */
@Command(
        name = "apply",
        description = "Brings agents, actions, grants, issuers and guardrails to what the files say.",
        mixinStandardHelpOptions = true)
final class Apply extends Applying {
    @Override
    String mode() {
        return "apply";
    }
}
