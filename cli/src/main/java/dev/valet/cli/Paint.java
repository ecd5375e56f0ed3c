package dev.valet.cli;

import picocli.CommandLine.Help.Ansi;

/** Colour where somebody looks: on a terminal, and not with {@code NO_COLOR}. */
enum Paint {
    GREEN("32"),
    YELLOW("33"),
    RED("31"),
    BOLD("1");

    private final String code;

    Paint(String code) {
        this.code = code;
    }

    String on(String text) {
        return Ansi.AUTO.enabled() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
