package dev.valet.cli;

import dev.valet.Json;

/** One of Valet's APIs, asked as somebody. Every answer but a success is a {@link Failed}. */
interface Api {
    /** @param path below the tree of this kind of caller, for example {@code /whoami} */
    Json get(Tree tree, String path);

    Json post(Tree tree, String path, Json body);

    /** Which routes: those of agents have one tree for each kind of identity. */
    enum Tree {
        AGENT,
        ADMIN
    }
}
